// Which planted defects a report names on their lines.

/** Kind, as the generator names it → the rules of which one has to speak. Something else on that line doesn't count. */
const RULES = {
  "missing-trailing-dot": ["missing-trailing-dot"],
  "doubled-domain": ["doubled-domain"],
  "cname-and-txt": ["cname-and-other-data"],
  "duplicate-cname": ["duplicate-cname"],
  // Flags missing or above 255, or no value at all: RDATA that can't be read, or CAA that can't.
  "caa-malformed": ["caa-malformed", "bad-rdata", "syntax-error"],
  "caa-unknown-tag": ["caa-unknown-tag"],
  "caa-value-not-domain": ["caa-malformed"],
  "caa-critical-unknown": ["caa-unknown-tag"],
  "caa-forbids-ca": ["caa-excludes-ca"],
  "occluded-by-delegation": ["occluded-by-delegation"],
  "underscore-lost": ["validation-record-malformed"],
  "validation-as-txt": ["validation-record-malformed"],
  "quoted-target": ["stray-quote-or-escape", "bad-rdata", "target-not-a-hostname", "validation-record-malformed"],
  "target-has-scheme": ["target-is-url"],
  "acme-label-doubled": ["validation-record-malformed", "doubled-domain"],
  "wildcard-in-validation": ["validation-record-malformed", "challenge-under-wildcard"],
  "label-too-long": ["label-too-long"],
  "cname-loop": ["cname-loop"],
  "mx-to-cname": ["target-is-alias"],
  "rrset-ttl-differs": ["rrset-ttl-mismatch"],
  "dangling-in-zone": ["dangling-target"],
  "cname-at-apex": ["cname-at-apex", "cname-and-other-data"],
  // Only in plans and Terraform sources.
  "doubled-domain-route53": ["doubled-domain"],
  "doubled-domain-interpolated": ["doubled-domain"],
  "name-without-dot": ["missing-trailing-dot"],
  "private-zone-validation": ["validation-in-private-zone"],
  "proxied-validation": ["validation-record-proxied"],
  "validation-deleted": ["validation-record-removed"],
};

/**
 * There is but one apex: planted there again it is the same record twice. That counts where the first one was told of as
 * what it is.
 */
const RULES_AGAIN = { "cname-at-apex": ["duplicate-record"] };

/**
 * The planted defects in order, each with the rules that spoke on its line (or on a related place there) and whether
 * one of them is the right one. `findings` are those of the JSON report; a defect with a `file` is looked for there.
 */
export function matchLines(defects, findings) {
  const byLine = new Map();
  for (const finding of findings) {
    for (const { path = "", startLine, endLine } of placesOf(finding)) {
      for (let line = startLine; line <= endLine; line++)
        for (const key of [`${line}`, `${path.split("/").at(-1)}:${line}`]) note(byLine, key, finding.rule);
    }
  }
  return judgeAll(defects, ({ file, line }) => byLine.get(file === undefined ? `${line}` : `${file}:${line}`));
}

/** The same for a plan, which is one line: by address, or where the plan's text has the change that a related place means. */
export function matchAddresses(defects, findings, plan) {
  const byAddress = new Map();
  const byColumn = new Map();
  for (const finding of findings) {
    if (finding.record?.address !== undefined) note(byAddress, finding.record.address, finding.rule);
    for (const { startColumn } of placesOf(finding)) note(byColumn, startColumn, finding.rule);
  }
  const changes = plan.indexOf('"resource_changes":');
  return judgeAll(defects, ({ address }) => {
    const column = plan.indexOf(`{"address":${JSON.stringify(address)},`, changes) + 1;
    return new Set([...(byAddress.get(address) ?? []), ...(byColumn.get(column) ?? [])]);
  });
}

function placesOf({ location, related = [] }) {
  return [location, ...related.map((place) => place.location)].filter((place) => place !== undefined);
}

function note(rules, key, rule) {
  if (!rules.has(key)) rules.set(key, new Set());
  rules.get(key).add(rule);
}

/** `spokeOf(defect)` are the rules that spoke there. */
function judgeAll(defects, spokeOf) {
  const judged = defects.map((defect) => judge(defect, spokeOf(defect)));
  const told = new Set(judged.filter(({ found }) => found).map(({ kind }) => kind));
  const isAgain = ({ kind, rules }) => told.has(kind) && rules.some((rule) => RULES_AGAIN[kind]?.includes(rule));
  return judged.map((defect) => ({ ...defect, found: defect.found || isAgain(defect) }));
}

function judge({ kind, file, line, address }, spoke = new Set()) {
  const wanted = RULES[kind];
  if (wanted === undefined) throw new Error(`the generator plants ${kind}, and no rule is expected for it`);
  const rules = [...spoke];
  const place = address !== undefined ? { address } : file === undefined ? { line } : { file, line };
  return { kind, ...place, rules, found: rules.some((rule) => wanted.includes(rule)) };
}
