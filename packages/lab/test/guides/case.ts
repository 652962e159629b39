import type { Verdict, WebFile } from "../../src/scenario.js";

/**
 * One point of a guide's checklist, played on the lab's servers, and the one command that answers it. In every text
 * `{dir}` stands for the folder of `declares`, `{csr}` for a request, `{md5}` for its MD5 (`{MD5}` in upper case), `{first}`
 * and `{last}` for the halves of its SHA-256.
 */
export interface GuideCase {
  /** What is the matter, as a sentence. */
  readonly point: string;
  /** The records of `preview.test`, below SOA and NS; absent: a zone of the lab's own scenarios is asked about. */
  readonly zone?: readonly string[];
  /** On the web servers that serve files. */
  readonly web?: readonly WebFile[];
  /** Files of the reader's by name. */
  readonly declares?: Readonly<Record<string, string>>;
  /** Of `dcvlint`, `--format json` excepted. */
  readonly args: readonly string[];
  readonly answer: Answer;
}
export interface Answer {
  /** Of each name that was asked for. */
  readonly verdicts?: readonly Verdict[];
  /** Exactly these, in whatever order. */
  readonly rules: readonly string[];
  /** What the findings must say: what the guide has its reader compare. */
  readonly says?: readonly string[];
}

/** The zone that cases load. */
export const ZONE = "preview.test";
/** The zone of cases that ask nobody. */
export const FILES_ZONE = "example.com";

/** A whole zone file, as a reader has it. Where nobody is asked the lab's names won't do: no CA certifies `.test`. */
export const zoneFile = (records: readonly string[], zone = ZONE): string =>
  [
    `$ORIGIN ${zone}.`,
    "$TTL 300",
    `@ SOA ns-one.test. hostmaster.${zone}. 7 3600 900 604800 1`,
    "@ NS ns-one.test.",
    "@ NS ns-two.test.",
    ...records,
    "",
  ].join("\n");
