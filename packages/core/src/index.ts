export { applyEdits, offsetOf } from "./fix.js";
export { certifiedName } from "./issuance/caa-part.js";
export { judgeCertificate } from "./issuance/certificates.js";
export { type DeclaredHop, DeclaredWorld } from "./issuance/declared-world.js";
export type { DeclaredZone } from "./issuance/declared-zone.js";
export { RunIssuance } from "./issuance/exclusions.js";
export { explainFinding } from "./issuance/explain-finding.js";
export { judgeDeclared, judgeIssuance } from "./issuance/judge-issuance.js";
export type {
  ExpectedRecord,
  IssuanceFinding,
  IssuanceRequest,
  Knowledge,
  Verdict,
} from "./issuance/judging.js";
export type {
  Alias,
  Answer,
  AnsweredRecord,
  Declared,
  Evidence,
  FailureReason,
  Observation,
  Question,
  UnknownReason,
  WebAnswer,
  WebQuestion,
  World,
} from "./issuance/world.js";
export { type CaAddition, caFromAddition } from "./knowledge/ca-addition.js";
export { CA_SHAPES } from "./knowledge/cas-shapes.gen.js";
export { nearest } from "./knowledge/edit-distance.js";
export { type IssuerDirectory, issuerDirectory } from "./knowledge/issuers.js";
export { findMeantType } from "./knowledge/near-types.js";
export { isCertainEnding, noPublicSuffixes, type PublicSuffixes } from "./knowledge/public-suffixes.js";
export type { CaSummary, MethodId } from "./knowledge/schema.js";
export { specialPurposeOf } from "./knowledge/special-purpose-addresses.js";
export * from "./model.js";
export { DomainName, foldLabel } from "./name/domain-name.js";
export { parseName } from "./name/name-table.js";
export { encodeUtf8, utf8 } from "./name/octets.js";
export { printRdata } from "./rdata/print.js";
export {
  A,
  AAAA,
  CAA,
  CNAME,
  DNAME,
  DNSKEY,
  DS,
  NS,
  NSEC,
  NSEC3,
  RRSIG,
  SOA,
  typeCode,
  typeInfo,
} from "./rdata/types.js";
export type { CertificateIntent, Facts, RawFinding, Rule } from "./rule.js";
export { RULES } from "./rules/index.js";
export { compareFindings, describeRecord, type Level, runRules, spanOf } from "./run-rules.js";
export type { AwaitedRecord, Hidden, MadePlace, RecordOrigin } from "./zone/record-origin.js";
export { type Place, RecordView } from "./zone/record-view.js";
export { Zone, type ZoneComment } from "./zone/zone.js";
export { type MappedSource, MappedText } from "./zonefile/mapped-source.js";
export {
  type Included,
  readMappedZone,
  readZoneFile,
  UNKNOWN_DATA,
  ZONE_LIMITS,
  type ZoneFileOptions,
  type ZoneLimits,
} from "./zonefile/reader.js";
export { fillSerial } from "./zonefile/serial.js";
export { sniffZone } from "./zonefile/sniff.js";
export { hasBom, Source } from "./zonefile/source.js";
