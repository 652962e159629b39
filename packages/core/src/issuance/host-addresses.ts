import { nameOfCa } from "../dcv/validation/known-validation.js";
import { specialPurposeOf } from "../knowledge/special-purpose-addresses.js";
import type { DomainName } from "../name/domain-name.js";
import { printRdata } from "../rdata/print.js";
import { A, AAAA } from "../rdata/types.js";
import { isUnknown, refuse } from "./answers.js";
import type { Inquiry, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import type { Declared } from "./world.js";

/** Where a CA would connect to. Addresses as DNS answers them. */
export interface HostAddresses {
  readonly v4: readonly Uint8Array[];
  readonly v6: readonly Uint8Array[];
  /** Is that all of them? */
  readonly isKnown: boolean;
  readonly evidence: readonly number[];
  /** The records, where files have them. */
  readonly declared: readonly Declared[];
}

/** `undefined` where they can't be looked up; that is said. */
export function* findAddresses(
  name: DomainName,
  request: IssuanceRequest,
  inquiry: Inquiry,
): Judging<HostAddresses | undefined> {
  const evidence: number[] = [];
  const found = { [A]: [] as Uint8Array[], [AAAA]: [] as Uint8Array[] };
  const declared: Declared[] = [];
  let isKnown = true;
  for (const type of [AAAA, A] as const) {
    const { answer, numbers } = yield* inquiry.ask(name, type);
    evidence.push(...numbers);
    if (isUnknown(answer, name, inquiry)) isKnown = false;
    if (answer.kind === "failure") {
      refuse(answer, name, numbers, request, inquiry);
      return undefined;
    }
    if (answer.kind !== "records") continue;
    if (answer.partial) isKnown = false;
    found[type].push(...answer.records.map(({ rdata }) => rdata));
    declared.push(...answer.records.flatMap((record) => record.declared ?? []));
  }
  return { v4: found[A], v6: found[AAAA], isKnown, evidence, declared };
}

interface Reserved {
  readonly address: string;
  readonly block: string;
  readonly kind: string;
}

export function reservedOf(address: Uint8Array, { isTreatedAsPublic }: Knowledge): Reserved | undefined {
  if (isTreatedAsPublic?.(address)) return undefined;
  const special = specialPurposeOf(address);
  return special && { address: printAddress(address), block: special.block, kind: special.what };
}

export const printAddress = (address: Uint8Array): string => printRdata(address.length === 4 ? A : AAAA, address) ?? "";

/** What the CA does when IPv6 can't be connected, to stand behind a semicolon. */
export const fallsBack = ({ ca }: IssuanceRequest): string =>
  ca.caaBehaviour?.retriesIpv4
    ? `${nameOfCa(ca)} tries IPv4 then`
    : `it isn't known whether ${nameOfCa(ca)} tries IPv4 then`;
