import { nameOfCa } from "../dcv/validation/known-validation.js";
import { accountLabel } from "../expect/account-label.js";
import type { CaSummary, RecordShape } from "../knowledge/schema.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { parseName } from "../name/name-table.js";
import { CNAME, TXT } from "../rdata/types.js";
import { isUnknown, refuse, textOf } from "./answers.js";
import { certifiedName } from "./caa-part.js";
import { clip, differenceOf } from "./difference.js";
import { judgeEmail } from "./email-part.js";
import { judgeHost } from "./host-part.js";
import type { ExpectedRecord, Inquiry, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import { appendedTo, findBeside, findDoubled, isAbove, isLive, seesText, seeWildcard } from "./look-elsewhere.js";
import { CONNECTING } from "./name-part.js";
import { judgePersistence } from "./persistence.js";
import type { Answer, Declared, World } from "./world.js";

/** Will the CA find what its method looks for? */
export function* judgeMethod(
  request: IssuanceRequest,
  knowledge: Knowledge,
  inquiry: Inquiry,
  world: World,
): Judging<void> {
  const { method, expected = [], wildcard } = request;
  if (expected.length > 0) {
    for (const record of expected) yield* judgeExpected(record, request, knowledge, inquiry, world);
    return;
  }
  if (method === undefined) {
    inquiry.unknown.push("The method isn't known, so what it looks for wasn't judged.");
    return;
  }
  if (CONNECTING.has(method)) {
    // That a wildcard can't have it has been said.
    if (!wildcard) yield* judgeHost(request, method, knowledge, inquiry, world.fetch !== undefined);
    return;
  }
  switch (method) {
    case "email":
      return yield* judgeEmail(request, knowledge, inquiry);
    case "dns-persist-01":
      return yield* judgePersistence(request, knowledge, inquiry);
    case "dns-account-01":
      return yield* judgeChallenge(request, inquiry, accountLabels(request, knowledge));
    case "dns-01": {
      const shapes = lastingShapes(request.ca, method);
      const search = yield* searchLasting(shapes, request, knowledge, inquiry, world);
      if (search.found) return;
      // One that doesn't hand its challenges on answers them when the order comes.
      const isAnswered =
        shapes.length === 0 || (request.ca.shapes ?? []).some((shape) => shape.method === method && shape.transient);
      return isAnswered ? yield* judgeChallenge(request, inquiry) : blameMissing(search, shapes, request, inquiry);
    }
    case "dns-cname":
    case "dns-txt": {
      const shapes = request.pending ? shapesOf(request.ca, method) : lastingShapes(request.ca, method);
      if (shapes.length > 0) {
        const search = yield* searchLasting(shapes, request, knowledge, inquiry, world);
        return blameMissing(search, shapes, request, inquiry);
      }
      inquiry.unknown.push(`What ${nameOfCa(request.ca)} asks for isn't known beforehand: give it with --record.`);
      return;
    }
    default:
      inquiry.unknown.push(`What the method ${method} looks for isn't known.`);
  }
}

const shapesOf = (ca: CaSummary, method: string): readonly RecordShape[] =>
  (ca.shapes ?? []).filter((shape) => shape.method === method && !shape.retired);

/** Of records that stay. What is asked for once an order isn't there yet. */
export const lastingShapes = (ca: CaSummary, method: string): readonly RecordShape[] =>
  shapesOf(ca, method).filter(({ transient }) => !transient);

/** Is it looked for again at each renewal, so that it must be there as long as the certificate is? */
export const isLasting = ({ shapes = [] }: CaSummary, { type, value }: ExpectedRecord): boolean =>
  shapes.some((shape) => !shape.transient && shape.type === type && fitsValue(shape, value));

// ── what the CA asked for ──────────────────────────────────────────────────────────────────────────────────────────────

function* judgeExpected(
  record: ExpectedRecord,
  request: IssuanceRequest,
  knowledge: Knowledge,
  inquiry: Inquiry,
  world: World,
): Judging<void> {
  const isAlias = record.type === "CNAME";
  const type = isAlias ? CNAME : TXT;
  const { answer, numbers } = yield* inquiry.ask(record.owner, type);
  const evidence = numbers;
  const common = { owner: record.owner.toString(), type: record.type, certified: certifiedName(request) };
  const wanted = isAlias ? (parseName(record.value)?.toString() ?? record.value) : record.value;
  if (isUnknown(answer, record.owner, inquiry)) return;
  if (answer.kind === "failure") return refuse(answer, record.owner, numbers, request, inquiry);
  const same = (value: string) => (isAlias ? foldLabel(value) === foldLabel(wanted) : value === wanted);
  if (isLive(answer)) yield* seeWildcard(record.owner, answer, type, request, inquiry);
  if (answer.kind !== "records") {
    const isWanted = (other: Extract<Answer, { kind: "records" }>) => other.records.some((each) => same(textOf(each)));
    const climbs = (request.ca.shapes ?? []).some(
      (shape) => shape.level === "parents" && shape.type === record.type && fitsValue(shape, record.value),
    );
    if (climbs && (yield* isAbove(record.owner, type, isWanted, request, knowledge, inquiry))) return;
    const doubled = yield* findDoubled(record.owner, type, isWanted, request, knowledge, inquiry);
    if (doubled) {
      const data = { wanted: common.owner, found: doubled.found.toString(), zone: doubled.zone.toString() };
      const numbersOfBoth = [...numbers, ...doubled.numbers];
      inquiry.findings.push({ rule: "doubled-domain", message: "live", data, evidence: numbersOfBoth, blamed: [] });
      return;
    }
    const beside = yield* findBeside(record.owner, type, isWanted, world, inquiry);
    if (beside) {
      const data = { ...common, wanted, elsewhere: beside.found.toString() };
      const numbersOfBoth = [...numbers, ...beside.numbers];
      const { blamed } = beside;
      inquiry.findings.push({
        rule: "validation-record-mismatch",
        message: "owner",
        data,
        evidence: numbersOfBoth,
        blamed,
      });
      return;
    }
    const end = answer.via.at(-1);
    const text = isAlias && answer.kind === "nodata" ? yield* seesText(record.owner, inquiry) : "";
    const found = `${answer.kind.toUpperCase()}${text}${end ? ` at "${end.to}", where the alias there leads` : ""}`;
    const data = { ...common, wanted, found };
    inquiry.findings.push({ rule: "validation-record-missing", message: "expected", data, evidence, blamed: [] });
    return;
  }
  const values = answer.records.map((each) => textOf(each));
  if (values.some(same)) return;
  if (answer.partial) {
    inquiry.unknown.push(`There may be more records at "${record.owner}": ${answer.partial}.`);
    return;
  }
  const nearest = [...values].sort((a, b) => differenceOf(wanted, a).cost - differenceOf(wanted, b).cost)[0];
  const zone = isAlias && isLive(answer) ? appendedTo(wanted, nearest, request, knowledge) : undefined;
  if (zone) {
    const data = { owner: common.owner, wanted, found: nearest, zone: zone.toString() };
    inquiry.findings.push({ rule: "missing-trailing-dot", message: "live", data, evidence, blamed: [] });
    return;
  }
  const data = { ...common, wanted, found: clip(nearest), ...differenceOf(wanted, nearest) };
  const blamed = answer.records.flatMap(({ declared }) => declared ?? []);
  const message = answer.records.length > 1 ? "noneOfSeveral" : "differs";
  inquiry.findings.push({ rule: "validation-record-mismatch", message, data, evidence, blamed });
}

// ── challenges ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Would a value be found that is published when the order comes? */
function* judgeChallenge(request: IssuanceRequest, inquiry: Inquiry, below: readonly string[] = []): Judging<void> {
  const owner = new DomainName([...below, "_acme-challenge", ...request.name.labels]);
  const { answer, numbers } = yield* inquiry.ask(owner, TXT);
  if (isUnknown(answer, owner, inquiry)) return;
  if (answer.kind === "failure") return refuse(answer, owner, numbers, request, inquiry);
  if (!isLive(answer)) return;
  if (answer.kind !== "records") yield* seeWildcard(owner, answer, TXT, request, inquiry);
  const end = answer.via.at(-1);
  if (answer.kind === "nxdomain" && end) {
    const data = {
      owner: owner.toString(),
      target: end.to.toString(),
      hops: answer.via.map(({ from }) => from.toString()).join(", "),
    };
    const common = { rule: "dangling-target", message: "challenge", severity: "warning", blamed: [] } as const;
    inquiry.findings.push({ ...common, data, evidence: numbers, forbids: true });
  }
}

/** The account's own label; where the account isn't known, the label isn't either, and what holds above holds for it. */
const accountLabels = ({ account }: IssuanceRequest, { sha256 }: Knowledge): readonly string[] =>
  account !== undefined && sha256 ? [accountLabel(account, sha256)] : [];

// ── records that stay ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface Search {
  readonly found: boolean;
  /** The records that do. */
  readonly records?: readonly Declared[];
  readonly unknown?: string;
  readonly evidence: readonly number[];
}

/** Is a record of the CA's shape there, at the name or at one of those above it where the CA takes that? */
export function* searchLasting(
  shapes: readonly RecordShape[],
  { name, ca }: IssuanceRequest,
  { suffixes }: Knowledge,
  inquiry: Inquiry,
  world: World,
): Judging<Search> {
  const climbs = shapes.some(({ level }) => level !== "exact");
  const evidence: number[] = [];
  let unknown: string | undefined;
  for (let skipped = 0; skipped < (shapes.length === 0 ? 0 : name.labels.length); skipped++) {
    const at = new DomainName(name.labels.slice(skipped));
    if (skipped > 0 && (!climbs || !suffixes.endsInPublicSuffix(foldLabel(at.toString()).slice(0, -1)))) break;
    const { owners, complete } = ownersFor(shapes, at, world);
    if (!complete) unknown ??= `Whether a record of ${nameOfCa(ca)} stands below "${at}" isn't known.`;
    for (const owner of owners) {
      const fitting = shapes.filter(
        (shape) => fitsOwner(shape, owner, at) && (skipped === 0 || shape.level !== "exact"),
      );
      for (const type of new Set(fitting.map((shape) => shape.type))) {
        const { answer, numbers } = yield* inquiry.ask(owner, type === "CNAME" ? CNAME : TXT);
        evidence.push(...numbers);
        if (answer.kind === "unknown") unknown ??= `What stands at "${owner}" isn't known: ${answer.why}.`;
        if (answer.kind !== "records") continue;
        const fits = (text: string) => fitting.some((shape) => shape.type === type && fitsValue(shape, text));
        const good = answer.records.filter((record) => fits(textOf(record)));
        if (good.length > 0) return { found: true, records: good.flatMap(({ declared }) => declared ?? []), evidence };
        if (answer.partial) unknown ??= `There may be more records at "${owner}": ${answer.partial}.`;
      }
    }
  }
  return { found: false, unknown, evidence };
}

function blameMissing(
  search: Search,
  shapes: readonly RecordShape[],
  request: IssuanceRequest,
  inquiry: Inquiry,
): void {
  if (search.found) return;
  const { ca, name } = request;
  if (search.unknown !== undefined || shapes.every(({ status }) => status === "unverified")) {
    inquiry.unknown.push(search.unknown ?? `What ${nameOfCa(ca)} asks for isn't known well enough.`);
    return;
  }
  const shape = describeShape(shapes[0], name);
  const data = { ca: nameOfCa(ca), certified: certifiedName(request), shape, account: "" };
  const { evidence } = search;
  inquiry.findings.push({ rule: "validation-record-missing", message: "noneOfShape", data, evidence, blamed: [] });
}

/** The owners below a name that a record of these shapes may have, as far as they can be told. */
function ownersFor(
  shapes: readonly RecordShape[],
  at: DomainName,
  world: World,
): { readonly owners: readonly DomainName[]; readonly complete: boolean } {
  const fixed = shapes.flatMap(({ ownerLabels }) => fixedLabels(ownerLabels) ?? []);
  const owners = [...new Set(fixed)].map(
    (labels) => new DomainName([...labels.split("."), ...at.labels].filter(Boolean)),
  );
  if (shapes.every(({ ownerLabels }) => fixedLabels(ownerLabels) !== undefined)) return { owners, complete: true };
  const { labels, complete } = world.labelsBelow?.(at) ?? { labels: [], complete: false };
  const found = labels.map((label) => new DomainName([label, ...at.labels]));
  const fitting = found.filter((owner) => shapes.some((shape) => fitsOwner(shape, owner, at)));
  return { owners: [...owners, ...fitting], complete };
}

/** `^_dnsauth$`: one owner and no other. */
const fixedLabels = (expression: string): string | undefined => /^\^([\w-]*)\$$/.exec(expression)?.[1];

const fitsOwner = ({ ownerLabels }: RecordShape, owner: DomainName, at: DomainName): boolean =>
  new RegExp(ownerLabels, "i").test(owner.labels.slice(0, owner.labels.length - at.labels.length).join("."));

const fitsValue = ({ type, value }: RecordShape, text: string): boolean =>
  new RegExp(value, type === "CNAME" ? "i" : "").test(text);

/** In words for advice: its suffix tells a reader more than the expression. */
function describeShape({ type, ownerLabels, suffixes }: RecordShape, name: DomainName): string {
  const label = fixedLabels(ownerLabels) ?? "_<hash>";
  const target = suffixes?.[0] ? ` to a name under ${suffixes[0].value}` : "";
  return `a ${type} at "${label}.${name}"${target}`;
}
