import { typeInfo } from "@dcvlint/core";
import { algorithmName } from "../dnssec/algorithms.js";
import type { Absence, Bogus, KeyId, VoucherId } from "../dnssec/verdicts.js";
import type { Security } from "./security.js";

/** Why it is bogus, as a sentence without its full stop, to stand behind a colon. */
export function describeBogus({ reason, owner, type }: Bogus): string {
  const what = `the ${typeInfo(type).mnemonic} records of "${owner}"`;
  switch (reason.kind) {
    case "expired":
      return `the signature of ${what} expired on ${day(reason.since)} (${keyText(reason)})`;
    case "not-yet-valid":
      return `the signature of ${what} isn't valid before ${day(reason.from)} (${keyText(reason)}): the signer's clock may be wrong`;
    case "no-signature":
      return `${what} have no signature, though the zone is signed`;
    case "no-matching-key":
      return `${what} are signed with ${keysText(reason.signedWith)}, and the zone has ${keysText(reason.keys)}`;
    case "bad-signature":
      return `the signature of ${what} doesn't fit them (${keyText(reason)}): they were changed after signing`;
    case "signer":
      return `${what} are signed in the name of "${reason.signers.join('", "')}", not of "${reason.zone}"`;
    case "algorithm":
      return `${what} are signed only with algorithms that can't be checked (${reason.algorithms.map(algorithmText).join(", ")})`;
    case "malformed":
      return `a ${reason.what} record there can't be read`;
    case "labels":
      return `the signature of ${what} counts ${reason.labels} labels, which can't be`;
    case "outside-zone":
      return `${what} lie outside the zone ${reason.zone}`;
    case "too-expensive":
      return `checking ${what} takes more work than a resolver does`;
    case "no-dnskey":
      return `the parent has a DS (${vouchersText(reason.vouchers)}), and the zone has no DNSKEY`;
    case "ds-matches-no-key":
      return `the DS of the parent (${vouchersText(reason.vouchers)}) matches no key of the zone (${keysText(reason.keys)})`;
    case "revoked":
      return `the key that is trusted is revoked (${keysText(reason.keys)})`;
    case "no-denial":
      return `no NSEC or NSEC3 record comes with the answer that ${absent(reason.of, what)}`;
    case "not-proven":
      return `the NSEC or NSEC3 records don't prove that ${absent(reason.of, what)}`;
    case "denies-what-exists":
      return `an NSEC or NSEC3 record says that what the answer denies is there: ${what}`;
    case "synthesis":
      return `the CNAME isn't what the DNAME at "${reason.dname}" makes of the name`;
    case "rcode":
      return `the answer has RCODE ${reason.rcode}, which no signature covers`;
    case "alias-loop":
      return "the aliases of the answer go in a circle";
  }
}

const absent = (of: Absence, what: string): string => {
  if (of === "name") return `the name doesn't exist (${what})`;
  return of === "name that hides the wildcard"
    ? `nothing nearer than the wildcard exists for ${what}`
    : `there are no ${what.slice(4)}`;
};

const day = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
const algorithmText = (algorithm: number): string => algorithmName(algorithm) ?? `algorithm ${algorithm}`;
const keyText = ({ keyTag, algorithm }: KeyId): string => `key ${keyTag}, ${algorithmText(algorithm)}`;
const keysText = (keys: readonly KeyId[]): string => (keys.length === 0 ? "no key" : keys.map(keyText).join("; "));
const vouchersText = (vouchers: readonly VoucherId[]): string => vouchers.map(keyText).join("; ");

/** The finding about an answer that nobody believes, but for its evidence. `ask` is the question. */
export function observeBogus({ zone, why }: Extract<Security, { kind: "bogus" }>, ask: string) {
  const { reason } = why;
  if (reason.kind === "no-dnskey") {
    const tags = reason.vouchers.map(({ keyTag }) => keyTag).join(", ");
    return { rule: "ds-without-dnskey", message: "none", data: { zone: zone.toString(), tags } };
  }
  const data = { zone: zone.toString(), ask, reason: describeBogus(why) };
  return { rule: "dnssec-bogus", message: "bogus", data, cause: `${data.zone} ${data.reason}` };
}
