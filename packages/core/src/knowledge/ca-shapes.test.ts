import { describe, expect, test } from "vitest";
import { judgeDeclared } from "../issuance/judge-issuance.js";
import { KNOWLEDGE, NOW, WHOLE, worldOf, zoneOf } from "../issuance/testing.js";
import { parseName } from "../name/name-table.js";
import { RULES } from "../rules/index.js";
import { runRules } from "../run-rules.js";
import { testFacts } from "../testing.js";
import { CAS } from "./cas.gen.js";
import type { RecordKnowledge } from "./schema.js";

/** The record of `host` (in front of `example.com`, or "") as the CA or platform asks for it. */
interface Asked {
  readonly owner: string;
  readonly type: "CNAME" | "TXT";
  readonly value: string;
}

/** What is published instead; or why nobody can get it wrong so, or tell. */
type Slip = Asked | Line | string;
interface Line {
  readonly text: string;
}

interface Way {
  slip(asked: Asked, shape: RecordKnowledge): Slip;
  /** Any of these names it. */
  readonly rules: readonly string[];
}

const TWO_HALVES = /^([0-9a-f]{32})\.([0-9a-f]{32})\./i;
const NO_HALVES = "its value has no hash in two halves";
const OF_TEXT = "a text has no ending";
const MALFORMED = ["validation-record-malformed"];
const NOT_A_RECORD_OF_A_CA = "proves to the platform whose the domain is, and no CA looks at it";
const AT_THE_NAME = "it stands at the name itself, which has no label of its own";

const endsIn = ({ suffixes = [] }: RecordKnowledge, value: string) =>
  suffixes.find((suffix) => value.endsWith(`.${suffix.value}`));
const withEnding = (asked: Asked, from: string, to: string): Asked => ({
  ...asked,
  value: `${asked.value.slice(0, -from.length)}${to}`,
});
const line = ({ owner, type, value }: Asked): string =>
  `${owner || "@"} 300 ${type} ${type === "CNAME" ? `${value}.` : `"${value}"`}`;

const WAYS: Readonly<Record<string, Way>> = {
  "lost underscore": {
    slip: (asked) =>
      asked.owner.startsWith("_") ? { ...asked, owner: asked.owner.slice(1) } : "its owner has no underscore",
    rules: MALFORMED,
  },
  "unsplit hash": {
    slip: (asked) =>
      TWO_HALVES.test(asked.value) ? { ...asked, value: asked.value.replace(TWO_HALVES, "$1$2.") } : NO_HALVES,
    rules: ["label-too-long"],
  },
  "wrong suffix": {
    slip(asked, shape) {
      const suffix = endsIn(shape, asked.value);
      if (asked.type === "TXT") return OF_TEXT;
      // A letter is lost in the midst of the ending.
      const at = Math.floor(suffix!.value.indexOf(".") / 2);
      return withEnding(asked, suffix!.value, suffix!.value.slice(0, at) + suffix!.value.slice(at + 1));
    },
    rules: MALFORMED,
  },
  "ending of another top-level domain": {
    slip(asked, shape) {
      if (asked.type === "TXT") return OF_TEXT;
      const wrong = shape.misspelt?.find((text) => text.endsWith(".org") || text.endsWith(".com"));
      return wrong
        ? withEnding(asked, endsIn(shape, asked.value)!.value, wrong)
        : "no wrong ending of it has been seen";
    },
    rules: MALFORMED,
  },
  "legacy suffix": {
    slip(asked, shape) {
      if (asked.type === "TXT") return OF_TEXT;
      const legacy = shape.suffixes?.find((suffix) => suffix.legacy);
      return legacy
        ? withEnding(asked, endsIn(shape, asked.value)!.value, legacy.value)
        : "it never had another ending";
    },
    rules: ["legacy-validation-target"],
  },
  quotes: {
    slip: ({ owner, type, value }) => ({
      text: `${owner || "@"} 300 ${type} ${type === "CNAME" ? `\\"${value}\\".` : `"\\"${value}\\""`}`,
    }),
    rules: [
      ...MALFORMED,
      "target-not-a-hostname",
      "challenge-token-malformed",
      "persist-record-malformed",
      "stray-quote-or-escape",
    ],
  },
  "typographic quotes": {
    slip: ({ owner, type, value }) => ({
      text: `${owner || "@"} 300 ${type} \u201c${value}${type === "CNAME" ? "." : ""}\u201d`,
    }),
    rules: ["typographic-quote"],
  },
  "a blank at the end": {
    slip: (asked) => (asked.type === "TXT" ? { ...asked, value: `${asked.value} ` } : "in a name a blank ends it"),
    rules: [...MALFORMED, "challenge-token-malformed", "persist-record-malformed", "txt-quoting"],
  },
  "wrong type": {
    slip: ({ owner, type, value }) => {
      if (type === "CNAME") return { owner, type: "TXT", value };
      const isName = /^[\w-]+$/.test(value);
      return { text: `${owner || "@"} 300 CNAME ${isName ? value : `${value.replace(/[ ;]/g, "\\$&")}.`}` };
    },
    rules: [...MALFORMED, "target-not-a-hostname", "label-too-long"],
  },
  "owner doubled": {
    slip: (asked) => (asked.owner === "" ? AT_THE_NAME : { ...asked, owner: `${asked.owner}.example.com` }),
    rules: ["doubled-domain"],
  },
  "target doubled": {
    slip: (asked) => (asked.type === "TXT" ? OF_TEXT : { ...asked, value: `${asked.value}.example.com` }),
    rules: ["doubled-domain"],
  },
  "target without its dot": {
    slip: (asked) => (asked.type === "TXT" ? OF_TEXT : { text: `${asked.owner} 300 CNAME ${asked.value}` }),
    rules: ["missing-trailing-dot"],
  },
  "label doubled": {
    slip: (asked) => {
      const [first] = asked.owner.split(".");
      return asked.owner.startsWith("_") ? { ...asked, owner: `${first}.${asked.owner}` } : AT_THE_NAME;
    },
    rules: MALFORMED,
  },
};

/** Reasons that hold for one shape and way. */
const EXCEPT: Readonly<Record<string, string>> = {
  "globalsign txt: a blank at the end": "whether this CA minds a blank behind its text isn't known",
  "letsencrypt dns-persist-01: a blank at the end": "blanks may end such a value (RFC 8659 §4.2)",
  "sectigo dns-persist-01: a blank at the end": "blanks may end such a value (RFC 8659 §4.2)",
};

const SHAPES = CAS.flatMap((ca) => (ca.records ?? []).map((shape) => ({ ca, shape, name: `${ca.id} ${shape.id}` })));
const KNOWN = SHAPES.filter(({ shape }) => shape.status !== "unverified" && !shape.retired);

function findings(text: string): string[] {
  const zone = zoneOf(`$ORIGIN example.com.\n${text}\n`);
  const found = runRules(zone, { rules: RULES, facts: { ...testFacts(), zones: [zone] } });
  return found.filter(({ severity }) => severity !== "info").map(({ rule }) => rule);
}

/** Its example, for the zone's own name. */
const askedBy = ({ type, example }: RecordKnowledge): Asked => ({
  owner: example.ownerLabels,
  type,
  value: example.value,
});

const textOf = (made: Asked | Line): string => ("text" in made ? made.text : line(made));

const reasonAgainst = ({ method, ambiguous }: RecordKnowledge): string | undefined =>
  method === "ownership"
    ? NOT_A_RECORD_OF_A_CA
    : ambiguous
      ? "it looks like records that are nothing of the sort, so only a record that was asked for can be compared"
      : undefined;

test.each(KNOWN)("$name: the right record is accepted", ({ shape }) => {
  expect(findings(line(askedBy(shape)))).toEqual([]);
});

describe.each(Object.entries(WAYS))("%s is named", (way, { slip, rules }) => {
  test.each(KNOWN)("$name", ({ shape, name }) => {
    const made: Slip =
      reasonAgainst(shape) ?? (EXCEPT[`${name}: ${way}`] as string | undefined) ?? slip(askedBy(shape), shape);
    if (typeof made === "string") {
      expect(made).toMatch(/\w+ \w+ \w+/);
      return;
    }
    const text = textOf(made);
    const found = findings(text);
    expect(
      found.filter((rule) => rules.includes(rule)),
      `${text}\n${found.join(" ")}`,
    ).not.toEqual([]);
  });
});

describe("what only the CA's own words tell", () => {
  const judge = (asked: Asked, published: string) => {
    const world = worldOf(["$ORIGIN example.com.", WHOLE, published].join("\n"));
    const owner = parseName([asked.owner, "example.com"].filter(Boolean).join("."))!;
    const expected = [{ owner, type: asked.type, value: asked.value }];
    const request = {
      name: parseName("example.com")!,
      wildcard: false,
      ca: KNOWLEDGE.issuers.findCa("sectigo")!,
      now: NOW,
    };
    const { verdict, findings } = judgeDeclared(world, { ...request, method: "dns-cname", expected }, KNOWLEDGE);
    return [verdict, ...findings.map(({ rule }) => rule)];
  };

  test.each(KNOWN)("$name: its own record is right", ({ shape }) => {
    expect(judge(askedBy(shape), line(askedBy(shape)))).toEqual(["will-issue"]);
  });

  test.each(KNOWN.filter(({ shape }) => TWO_HALVES.test(shape.example.value)))("$name: swapped halves", ({ shape }) => {
    const asked = askedBy(shape);
    const swapped = { ...asked, value: asked.value.replace(TWO_HALVES, "$2.$1.") };
    // Either half may be the first: the shape is right, and nothing but the value that was asked for tells.
    expect(findings(line(swapped))).toEqual([]);
    expect(judge(asked, line(swapped))).toEqual(["will-not-issue", "validation-record-mismatch"]);
  });

  test.each(KNOWN)("$name: another value, another owner, none at all", ({ shape }) => {
    const asked = askedBy(shape);
    const last = asked.value.at(5) === "a" ? "b" : "a";
    const changed = { ...asked, value: asked.value.slice(0, 5) + last + asked.value.slice(6) };
    expect(judge(asked, line(changed))).toEqual(["will-not-issue", "validation-record-mismatch"]);
    expect(judge(asked, line({ ...asked, owner: ["_x", asked.owner].filter(Boolean).join(".") }))).toEqual([
      "will-not-issue",
      "validation-record-missing",
    ]);
    expect(judge(asked, "www A 203.0.114.1")).toEqual(["will-not-issue", "validation-record-missing"]);
  });
});

/** Who publishes no shape of a record; a reason each. */
const WITHOUT: Readonly<Record<string, string>> = {
  actalis: "its ACME is documented, the records of its orders aren't",
  apple: "issues to its own services alone",
  buypass: "has issued nothing since 2025",
  certum: "publishes no shape of its records",
  "d-trust": "publishes no shape of its records",
  emudhra: "publishes no shape of its records",
  entrust: "issues nothing of its own any more",
  "github-pages": "validates by HTTP with Let's Encrypt, once the addresses are right",
  harica: "publishes no shape of its records",
  heroku: "validates by HTTP with Let's Encrypt, once the CNAME is right",
  identrust: "publishes no shape of its records",
  jprs: "publishes no shape of its records",
  microsoft: "issues to its own services alone",
  naver: "publishes no shape of its records",
  netlify: "validates by itself, where it serves the zone or the host",
  render: "validates by HTTP, once the CNAME is right",
  secom: "publishes no shape of its records",
  swisssign: "publishes no shape of its records",
  telesec: "publishes no shape of its records",
  telia: "publishes no shape of its records",
  "tencent-edgeone": "hands out the record of whichever CA it takes",
  trustasia: "publishes no shape of its records",
  twca: "publishes no shape of its records",
  wotrus: "sells what Sectigo asks for",
};

test("every CA and platform has a shape of a record, or a reason why not", () => {
  expect(CAS.filter(({ records = [] }) => records.length === 0).map(({ id }) => id)).toEqual(Object.keys(WITHOUT));
});

test("what is left out is retired, or known from memory alone", () => {
  const left = SHAPES.filter((each) => !KNOWN.includes(each)).map(
    ({ name, shape }) => `${name} ${shape.retired ? "retired" : shape.status}`,
  );
  expect(left).toEqual([
    "digicert random-cname retired",
    "sectigo csr-hash-sha1 retired",
    "tencent-cloud dnsauth-txt unverified",
    "zerossl csr-hash unverified",
  ]);
});

test("a retired shape is named", () => {
  for (const { shape } of SHAPES.filter(({ shape }) => shape.retired))
    expect(findings(line(askedBy(shape)))).toEqual(["legacy-validation-target"]);
});
