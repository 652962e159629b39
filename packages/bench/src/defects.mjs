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
};

/**
 * The planted defects in order, each with the rules that spoke on its line (or on a related place there) and whether
 * one of them is the right one. `findings` are those of the JSON report.
 */
export function matchDefects(defects, findings) {
  const byLine = new Map();
  for (const finding of findings) {
    for (const place of [finding.location, ...(finding.related ?? []).map((r) => r.location)]) {
      if (place === undefined) continue;
      for (let line = place.startLine; line <= place.endLine; line++) {
        if (!byLine.has(line)) byLine.set(line, new Set());
        byLine.get(line).add(finding.rule);
      }
    }
  }
  return defects.map(({ kind, line }) => {
    const rules = [...(byLine.get(line) ?? [])];
    const wanted = RULES[kind];
    if (wanted === undefined) throw new Error(`the generator plants ${kind}, and no rule is expected for it`);
    return { kind, line, rules, found: rules.some((rule) => wanted.includes(rule)) };
  });
}
