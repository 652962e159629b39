import { issuerOf, showCaa } from "../dcv/caa/caa-record.js";
import { parseIssueValue } from "../dcv/caa/caa-value.js";
import { diagnoseIssueValue } from "../dcv/caa/issue-value-repair.js";
import { showOctets } from "../dcv/written/written-value.js";
import { CA_SHAPES } from "../knowledge/cas-shapes.gen.js";
import type { CaaFields } from "../zone/record-view.js";
import type { Inquiry, Knowledge } from "./judging.js";

/** Properties that speak of TLS certificates. */
const ISSUING: ReadonlySet<string> = new Set(["issue", "issuewild"]);
/** Of one set: nobody writes so many but to see what happens. */
const MOST_FINDINGS = 10;

/**
 * What is wrong with the form of records that were answered, in the words of the rules on files: it tells why a record that
 * seems to name the CA doesn't permit it. Declared ones the lint tells of, at their place.
 */
export function observeCaaForm(
  set: readonly CaaFields[],
  evidence: readonly number[],
  { issuers }: Knowledge,
  inquiry: Inquiry,
): void {
  let count = 0;
  const see = (rule: string, message: string, data: object) => {
    if (count++ < MOST_FINDINGS) inquiry.observe({ rule, message, data, evidence, blamed: [] });
  };
  for (const fields of set) {
    const { tag, flags, value } = fields;
    if (!ISSUING.has(tag)) continue;
    if (flags === 1) see("caa-bad-flags", "one", { tag });
    else if ((flags & 127) !== 0) see("caa-bad-flags", "reserved", { flags, critical: (flags & 128) !== 0 });
    const parsed = parseIssueValue(value);
    const issuer = issuerOf({ ...fields, parsed });
    if (issuer && issuer.asWritten !== issuer.name) {
      const [first] = issuers.findIssuer(issuer.name)?.cas ?? [];
      const isStrict = CA_SHAPES.find(({ id }) => id === first)?.caaBehaviour?.issuerMatch === "octets";
      const strict = isStrict ? CA_SHAPES.find(({ id }) => id === first)?.name : undefined;
      const message = issuer.asWritten.endsWith(".") ? "finalDot" : "upperCase";
      if (first)
        see("caa-issuer-spelling", message, { issuer: showOctets(issuer.asWritten), good: issuer.name, strict });
    }
    if (parsed.kind !== "problem" || parsed.trouble === "finalDot") continue;
    const { trouble, piece, meant = [] } = diagnoseIssueValue(value, parsed);
    const example = meant.map((each) => showCaa(fields, each)).join(" and ");
    see("caa-malformed", trouble, {
      value: showOctets(value),
      piece: showOctets(piece),
      example: example === "" ? "." : `: ${example}`,
      tag,
    });
  }
}
