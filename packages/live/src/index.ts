export { isTreatedAsPublic, LiveChecker, type LiveOptions } from "./live-checker.js";
export { BUILT_IN_PROFILE, type NetworkProfile, type Perspective, ProfileError, parseProfile } from "./profile.js";
export { parseResolver, type Resolver } from "./resolver-uri.js";
