import { clip, count } from "../text.js";
import { NO_ANSWER } from "./answered.js";
import { describeEde } from "./ede.js";
import type { Group, Question, Voice, VoiceKind } from "./evidence-path.js";

/** A group of equal answers in words. All media say the same; each escapes what it shows. */
export interface Row {
  readonly differs: boolean;
  /** Nothing came back that a CA could use. */
  readonly fails: boolean;
  /** `127.0.2.53`, or `3 servers and 4 resolvers agree`. */
  readonly who: string;
  /** All who said it, one or many. */
  readonly names: readonly string[];
  readonly outcome: string;
  readonly said: string;
  /** `2–55 ms`; empty where nobody measured. */
  readonly time: string;
  /** Extended DNS errors, with who sent it in front where not all did. */
  readonly errors: readonly string[];
}

export const rowsOf = ({ groups }: Question): Row[] => groups.map(rowOf);

export function rowOf(group: Group): Row {
  const { voices, outcome, said, differs, isAnswer } = group;
  return {
    differs,
    fails: !isAnswer && voices.some(({ kind }) => kind !== "file" && kind !== "nobody"),
    who: whoOf(group),
    names: voices.map(labelOf).filter(Boolean).map(clip),
    outcome,
    said: clip(said),
    time: timeOf(voices),
    errors: errorsOf(voices),
  };
}

/** What came back in one phrase: the outcome only where the records don't tell it. */
export function cameBack({ outcome, said }: Pick<Row, "outcome" | "said">): string {
  if (said === "") return NOTHING[outcome] ?? outcome;
  if (outcome === NO_ANSWER) return `${outcome} ${/^over /.test(said) ? said : `(${said})`}`;
  return outcome === "NOERROR" || outcome === "" ? said : `${NOTHING[outcome] ?? outcome}, ${said}`;
}

const NOTHING: Readonly<Record<string, string>> = {
  NODATA: "nothing (NODATA)",
  NXDOMAIN: "nothing (NXDOMAIN)",
};

export const labelOf = ({ kind, label }: Voice): string =>
  kind === "resolver" ? `resolver ${label}` : kind === "parent" ? `the servers of "${label}"` : label;

const NOUNS: Readonly<Partial<Record<VoiceKind, string>>> = {
  file: "file",
  server: "server",
  resolver: "resolver",
  web: "address",
};

function whoOf({ voices, differs, isAnswer }: Group): string {
  if (voices.length === 1) return clip(labelOf(voices[0]));
  const parts = Object.entries(NOUNS).flatMap(([kind, noun]) => {
    const number = voices.filter((voice) => voice.kind === kind).length;
    return number === 0 ? [] : [number > 1 && noun === "address" ? `${number} addresses` : count(number, noun)];
  });
  if (voices.some(({ kind }) => kind === "parent")) parts.unshift("the parent");
  return `${parts.join(" and ")}${differs || !isAnswer ? "" : " agree"}`;
}

function timeOf(voices: readonly Voice[]): string {
  const times = voices.flatMap(({ evidence }) => evidence.ms ?? []);
  if (times.length === 0) return "";
  const least = Math.min(...times);
  const most = Math.max(...times);
  return `${least === most ? least : `${least}–${most}`} ms`;
}

function errorsOf(voices: readonly Voice[]): string[] {
  const senders = new Map<string, string[]>();
  for (const voice of voices)
    for (const error of new Set(voice.evidence.ede)) {
      const known = senders.get(error);
      if (known) known.push(labelOf(voice));
      else senders.set(error, [labelOf(voice)]);
    }
  return [...senders].map(([error, who]) => {
    const text = describeEde(error);
    return clip(who.length === voices.length ? text : `${who.join(", ")}: ${text}`);
  });
}
