import { applyEdits, type Finding, utf8 } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { lintSources } from "../lint.js";

export interface Case {
  readonly tf: string;
  /** `3:14 rule severity` of everything that isn't mere information. */
  readonly expect: readonly string[];
  /** The source after all fixes, where there is one. */
  readonly fixed?: string;
  /** Texts that the first finding must say. */
  readonly says?: readonly string[];
}

/** Cases of one rule: what is reported, where exactly, and what the fixes make of it. */
export function testResources(rule: string, cases: Readonly<Record<string, Case>>): void {
  describe(rule, () => {
    for (const [name, { tf, expect: expected, fixed, says = [] }] of Object.entries(cases)) {
      test(name, async () => {
        const text = dedent(tf);
        const { findings } = await lintSources({ "main.tf": text });
        const loud = findings.filter(({ severity }) => severity !== "info");
        expect(loud.map(brief)).toEqual(expected);
        for (const { explanation } of findings)
          expect(`${explanation.what} ${explanation.why} ${explanation.how}`).not.toMatch(
            /undefined|<origin>|\[object/,
          );
        const [first] = loud;
        const said = first && `${first.explanation.what} ${first.explanation.why} ${first.explanation.how}`;
        for (const part of says) expect(said).toContain(part);
        const fixes = loud.flatMap(({ fix }) => (fix ? [fix.edits] : []));
        const after = applyEdits(new TextEncoder().encode(text), fixes).bytes;
        expect(utf8(after, 0, after.length)).toBe(fixed === undefined ? text : dedent(fixed));
      });
    }
  });
}

const brief = ({ rule, severity, span }: Finding): string =>
  `${span!.start.line}:${span!.start.column} ${rule} ${severity}`;

function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** An attribute list as HCL: `{ a = 1 }` to lines. */
const body = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([key, value]) => `  ${key} = ${value}\n`)
    .join("");

/** A zone of Route 53 on one line, and a record in it; its attributes begin on line 4 in the order name, type, records. */
export const route53 = (name: string, type: string, records: string, zone = "example.com"): string =>
  `resource "aws_route53_zone" "main" { name = "${zone}" }\nresource "aws_route53_record" "a" {\n${body({
    zone_id: "aws_route53_zone.main.zone_id",
    name,
    type,
    records,
  })}}\n`;

/** A resource whose attributes begin on line 2, in their order. */
export const resource = (type: string, attributes: Readonly<Record<string, string>>): string =>
  `resource "${type}" "a" {\n${body(attributes)}}\n`;
