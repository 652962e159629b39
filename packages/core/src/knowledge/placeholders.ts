/**
 * Sample text from instructions, left in a record. A false alarm here is an error on somebody's right record, so each
 * pattern asks for what no real data has: words, brackets, masks. Hashes, tokens and keys never fit by chance.
 */
export interface Placeholder {
  readonly pattern: PlaceholderPattern;
  /** The part that gives it away. */
  readonly text: string;
}

export type PlaceholderPattern =
  | "angle-brackets"
  | "template"
  | "replace-me"
  | "your-value-here"
  | "run-of-x"
  | "masked"
  | "sample";

export interface PlaceholderContext {
  /** The record stands at a validation label or points to a CA, where only hashes and tokens belong. */
  readonly validation: boolean;
  /** Take the hashes of published guides for samples too. Off, because those who test with a guide use them on purpose. */
  readonly guideHashes?: boolean;
}

/** The placeholder in an owner (its labels in front of the zone) or in a value. */
export function findPlaceholder(value: string, where: PlaceholderContext): Placeholder | undefined {
  // Long texts are keys and policies; nobody leaves a placeholder in the middle of one.
  if (value.length < 3 || value.length > 512) return undefined;
  if (where.guideHashes) {
    const sample = GUIDE_HASHES.exec(value);
    if (sample) return { pattern: "sample", text: sample[0] };
  }
  if (!GIVEAWAY.test(value) && !(where.validation && GIVEAWAY_OF_VALIDATION.test(value))) return undefined;
  for (const { pattern, regex, anywhere } of PATTERNS) {
    if (!anywhere && !where.validation) continue;
    const match = regex.exec(value);
    if (match) return { pattern, text: match[1] ?? match[0] };
  }
  return undefined;
}

/** One of these is in whatever fits a pattern that holds everywhere: it spares the other texts nine expressions. */
const GIVEAWAY = /[<*]|\/acct\/\D|replace|change|fill|[_-]here|x{8}/i;
/** Or one of these, in whatever fits a pattern for validation records. */
const GIVEAWAY_OF_VALIDATION =
  /[[({…%$]|^__|<%| here$|\.{3}|x{4}|your[_-]|todo|tbd|fixme|placeholder|example|sample|dummy|^_x[1-9]|(?:abc[def]{0,3}|xyz)-?123/i;

/** Nouns that stand in for a value in instructions. */
const NOUN =
  "(?:token|value|hash|domain|zone|key|id|uuid|code|challenge|record|digest|secret|string|random|unique|validation|verification|account)";

interface Pattern {
  readonly pattern: PlaceholderPattern;
  readonly regex: RegExp;
  /** Also where no CA is concerned. */
  readonly anywhere: boolean;
}

/** A word between edges that base64 and hostnames don't have inside: it is never part of a key or a longer label. */
const alone = (word: string): RegExp => new RegExp(`(?:^|[\\s.="'<({[:;,])_?(${word})(?=$|[\\s.="'>)}\\]:;,])`, "i");

const PATTERNS: readonly Pattern[] = [
  // <token>, <your-domain>, <random value>; not <b>, nor <john@example.com>
  {
    pattern: "angle-brackets",
    // The look ahead keeps it from trying each noun of a text that doesn't end in ">".
    regex: new RegExp(`^(?!.*</).*?(<(?=[a-z0-9 _.-]*>)(?:[a-z0-9]*[ _.-])*${NOUN}(?:[ _.-][a-z0-9]*)*>)`, "i"),
    anywhere: true,
  },
  { pattern: "angle-brackets", regex: /^_?<[a-z][a-z0-9 _.-]*>(?:\.|$)/i, anywhere: false },
  { pattern: "template", regex: /\{\{[^{}]*\}\}/, anywhere: false },
  // ${var.token}, $TOKEN, %TOKEN%, __TOKEN__, <%= token %>: whatever should have filled them in didn't
  { pattern: "template", regex: /\$\{[^{}]*\}/, anywhere: false },
  { pattern: "template", regex: /^_?(\$[A-Z][A-Z0-9_]+|%[A-Z][A-Z0-9_]*%|__[A-Z][A-Z0-9_]*__)$/, anywhere: false },
  { pattern: "template", regex: /<%[^<>%]*%>/, anywhere: false },
  { pattern: "template", regex: new RegExp(`^_?[[({]${NOUN}[\\])}]`, "i"), anywhere: false },
  {
    pattern: "replace-me",
    regex: alone("(?:replace|change|fill)[_-]?(?:me|this)|replace[_-]with[_-][a-z0-9_-]+"),
    anywhere: true,
  },
  { pattern: "replace-me", regex: alone("todo|tbd|fixme|placeholder"), anywhere: false },
  // your-token-here, insert_value_here, paste-token-here
  {
    pattern: "your-value-here",
    regex: alone(
      "(?:your|insert|put|paste|add|enter)[_-][a-z0-9_-]{1,40}[_-]here|[a-z]{0,20}[_-]?(?:token|value|hash)[_-](?:goes[_-])?here",
    ),
    anywhere: true,
  },
  { pattern: "your-value-here", regex: /^(?:insert|put|paste|add|enter) [a-z ]{1,60} here$/i, anywhere: false },
  { pattern: "your-value-here", regex: alone(`your[_-](?:[a-z0-9]+[_-]){0,3}${NOUN}`), anywhere: false },
  // Account URLs: …/acme/acct/YOUR_ACCOUNT_ID, …/acct/{id}, …/acct/xxxxxx
  {
    pattern: "your-value-here",
    regex:
      /\/acct\/((?:(?:your|my)[_-])?(?:account[_-]?)?(?:id|number)|(?:your|my)[_-]account|x{3,}|[[({$]+[a-z_ -]+[\])}]+)(?=$|[\s;"])/i,
    anywhere: true,
  },
  // Nothing else in the value, or in the first label: the domain itself may be made of them
  { pattern: "run-of-x", regex: /=(x{8,})(?=$|")/i, anywhere: true },
  { pattern: "run-of-x", regex: /^_?(x{4,})(?=$|\.)/i, anywhere: false },
  { pattern: "run-of-x", regex: /^_?(x{8}-x{4}-x{4}-x{4}-x{12})(?=$|\.)/i, anywhere: true },
  // A hash with its middle taken out: 26a56ebadce479e******5d304c0d8, 3f2a…9c1e
  { pattern: "masked", regex: /[a-z0-9]\*{3,}[a-z0-9]/i, anywhere: true },
  { pattern: "masked", regex: /^_?\*{3,}(?=$|\.)/, anywhere: false },
  { pattern: "masked", regex: /[a-z0-9](?:…|\.{3})/i, anywhere: false },
  { pattern: "masked", regex: /(?:^|\.)_?(?=[0-9a-fx]*[0-9])([0-9a-f]{2,}x{6,}[0-9a-f]*)(?=$|\.)/i, anywhere: false },
  // abc123, xyz123: what guides write where a token goes
  {
    pattern: "sample",
    regex: /(?:^|\.)_?((?:abc|abcd|abcdef|xyz)-?(?:123|1234|12345|123456))(?=$|\.)/i,
    anywhere: false,
  },
  // The names and values in the guide of AWS Certificate Manager: _x1.example.com CNAME _x2.acm-validations.aws
  { pattern: "sample", regex: /^(_x[1-9])(?=$|\.)/, anywhere: false },
  { pattern: "sample", regex: alone(`(?:example|sample|dummy)[_-]?${NOUN}`), anywhere: false },
];

/** Trustico's guide of 2019: MD5 and the halves of SHA-256. */
const GUIDE_HASHES =
  /c7fbc2039e400c8ef74129ec7db1842c|c9c863405fe7675a3988b97664ea6baf|442019e4e52fa335f406f7c5f26cf14f/i;
