export { DnsClient } from "./dns/client.js";
export type { Message, Query, Reply, ReplyFailure, ResourceRecord, Server, Transport } from "./dns/message.js";
export { BUILT_IN_PROFILE, type NetworkProfile, type Perspective, ProfileError, parseProfile } from "./profile.js";
export { parseResolver, type Resolver } from "./resolver-uri.js";
