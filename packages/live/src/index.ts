export type { Message, Query, Reply, ReplyFailure, ResourceRecord, Server, Transport } from "./dns/message.js";
