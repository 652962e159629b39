import { nameOfCa } from "../dcv/validation/known-validation.js";
import {
  coversWildcards,
  type PersistProblem,
  type PersistRecord,
  parsePersistRecord,
  persistDayOf,
  persistMessageOf,
} from "../dcv/validation/persist-record.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { TXT } from "../rdata/types.js";
import { isUnknown, textOf } from "./answers.js";
import { certifiedName } from "./caa-part.js";
import type { Inquiry, IssuanceFinding, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import type { AnsweredRecord } from "./world.js";

interface Read<Parsed = PersistRecord | PersistProblem> {
  readonly record: AnsweredRecord;
  readonly text: string;
  readonly parsed: Parsed;
}

/** dns-persist-01: a TXT that names the CA and the account (BR 3.2.2.4.22). */
export function* judgePersistence(request: IssuanceRequest, { issuers }: Knowledge, inquiry: Inquiry): Judging<void> {
  const { name, ca, account, wildcard, now } = request;
  const owner = new DomainName(["_validation-persist", ...name.labels]);
  const { answer, numbers } = yield* inquiry.ask(owner, TXT);
  if (isUnknown(answer, owner, inquiry)) return;
  const records = answer.kind === "records" ? answer.records : [];
  const domains = issuers.issuerDomainsOf(ca);
  const read = records.map((record): Read => {
    const text = textOf(record);
    return { record, text, parsed: parsePersistRecord(text) };
  });
  const own = read.filter(
    (each): each is Read<PersistRecord> =>
      each.parsed.kind === "persist-record" &&
      domains.includes(each.parsed.issuer) &&
      (account === undefined || each.parsed.account === account),
  );
  const alive = own.filter(({ parsed: { until } }) => until === undefined || until > now);
  if (!alive.some(({ parsed }) => !wildcard || coversWildcards(parsed))) {
    if (answer.kind === "records" && answer.partial) {
      inquiry.unknown.push(`There may be more records at "${owner}": ${answer.partial}.`);
      return;
    }
    const trouble =
      troubleWith(own, alive, name) ?? malformed(read, domains, owner) ?? missing(request, owner, issuers, records);
    inquiry.findings.push({ ...trouble, evidence: numbers, forbids: true });
    return;
  }
  if (account === undefined) inquiry.unknown.push("The record names an account, and the account in use isn't known.");
  inquiry.unknown.push(`It isn't known whether ${nameOfCa(ca)} offers dns-persist-01 in production.`);
}

type Trouble = Pick<IssuanceFinding, "rule" | "message" | "data" | "blamed">;

const declared = ({ record }: Pick<Read, "record">) => (record.declared ? [record.declared] : []);

/** The permission is there, and isn't for this, or isn't any more. */
function troubleWith(
  own: readonly Read<PersistRecord>[],
  alive: readonly Read<PersistRecord>[],
  name: DomainName,
): Trouble | undefined {
  const [narrow] = alive;
  if (narrow) {
    const data = { wildcard: `*.${name}`, issuer: narrow.parsed.issuer };
    return { rule: "persist-without-wildcard", message: "notCovered", data, blamed: declared(narrow) };
  }
  const [first] = own;
  if (!first) return undefined;
  // The one that ended last.
  const last = own.reduce((a, b) => ((b.parsed.until ?? 0) > (a.parsed.until ?? 0) ? b : a), first);
  const { until = 0, issuer } = last.parsed;
  const data = { until: persistDayOf(until), issuer };
  return { rule: "persist-record-expired", message: "expired", data, blamed: declared(last) };
}

/** One that can't be read, and that names this CA or none that can be told. */
function malformed(read: readonly Read[], domains: readonly string[], owner: DomainName): Trouble | undefined {
  for (const { record, text, parsed } of read) {
    if (parsed.kind !== "problem") continue;
    const { issuer } = parsed;
    const isOwn = issuer ? domains.includes(issuer) : domains.some((domain) => foldLabel(text).includes(domain));
    if (!isOwn) continue;
    const data = { piece: text.slice(parsed.start, parsed.end), owner: owner.toString() };
    const message = persistMessageOf(parsed.trouble);
    return { rule: "persist-record-malformed", message, data, blamed: declared({ record }) };
  }
  return undefined;
}

function missing(
  request: IssuanceRequest,
  owner: DomainName,
  issuers: Knowledge["issuers"],
  records: readonly AnsweredRecord[],
): Trouble {
  const { ca, account, wildcard } = request;
  const policy = wildcard ? "; policy=wildcard" : "";
  const data = {
    ca: nameOfCa(ca),
    certified: certifiedName(request),
    shape: `a TXT at "${owner}" with "${issuers.preferredIssuersOf(ca)[0]}; accounturi=…${policy}"`,
    account: account ?? "",
  };
  const blamed = records.flatMap((record) => declared({ record }));
  return { rule: "validation-record-missing", message: "noneOfShape", data, blamed };
}
