import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar } from "yaml";
import type { SourceText } from "../hcl/source-text.js";
import type { Budget } from "./evaluate-budget.js";
import { numberOf } from "./evaluate-convert.js";
import { Bool, List, Null, type Num, Obj, type Place, Str, type Val } from "./evaluate-values.js";

/** Aliases that are followed, whatever they lead to. */
const MOST_ALIASES = 100;
const MOST_LEVELS = 256;

/**
 * The value of a YAML text as Terraform's yamldecode() gives it: YAML 1.1's words for yes and no, merges, one document.
 * Undefined where Terraform would stop or what it makes of it isn't certain. With a `source`, each value has its place in it.
 */
export function decodeYaml(
  text: string,
  place: Place,
  source: SourceText | undefined,
  budget: Budget,
): Val | undefined {
  let document: Document.Parsed;
  try {
    // All scalars as text: what they mean is told here. The search for keys that stand twice takes quadratic time.
    document = parseDocument(text, { schema: "failsafe", uniqueKeys: false, prettyErrors: false });
  } catch {
    return undefined;
  }
  if (document.errors.length > 0 || document.contents === null) return undefined;
  return new Decoder(document, place, source, budget).value(document.contents, 0);
}

class Decoder {
  private aliases = 0;

  constructor(
    private readonly document: Document.Parsed,
    private readonly place: Place,
    private readonly source: SourceText | undefined,
    private readonly budget: Budget,
  ) {}

  value(node: Node | null, depth: number): Val | undefined {
    this.budget.spend(1);
    if (depth > MOST_LEVELS) return undefined;
    if (node === null) return new Null(this.place);
    if (isAlias(node)) {
      const target = ++this.aliases > MOST_ALIASES ? undefined : node.resolve(this.document);
      return target && this.value(target, depth + 1);
    }
    if (isScalar(node)) return this.scalar(node);
    if (isSeq(node)) {
      const items: Val[] = [];
      for (const item of node.items) {
        const value = this.value(item as Node | null, depth + 1);
        if (!value) return undefined;
        items.push(value);
      }
      return node.tag && !isOwnTag(node.tag) ? undefined : new List(items, this.placeOf(node));
    }
    return isMap(node) ? this.map(node, depth) : undefined;
  }

  private map(node: Node & { items: unknown[] }, depth: number): Val | undefined {
    if (node.tag && !isOwnTag(node.tag)) return undefined;
    const entries = new Map<string, Val>();
    const merged = new Map<string, Val>();
    for (const pair of node.items as { key: Node | null; value: Node | null }[]) {
      const value = this.value(pair.value, depth + 1);
      if (!value || !isScalar(pair.key)) return undefined;
      if (pair.key.type === "PLAIN" && pair.key.value === "<<") {
        if (value.kind !== "object") return undefined;
        for (const [name, item] of value.entries) if (!merged.has(name)) merged.set(name, item);
        continue;
      }
      const key = this.scalar(pair.key);
      if (!key || key.kind === "null") return undefined;
      entries.set(key.kind === "number" ? key.text : String((key as Str | Bool).value), value);
    }
    for (const [key, item] of merged) if (!entries.has(key)) entries.set(key, item);
    return new Obj(entries, this.placeOf(node));
  }

  private scalar(node: Scalar): Str | Num | Bool | Null | undefined {
    const text = String(node.value ?? "");
    this.budget.spendLength(text.length);
    const at = this.placeOf(node);
    if (node.tag && !isOwnTag(node.tag)) return undefined;
    // An explicit tag, or quotes, make a text of what reads as anything else.
    if (node.tag || node.type !== "PLAIN") return new Str(text, at);
    if (NULLS.test(text)) return new Null(at);
    if (YES.test(text)) return new Bool(true, at);
    if (NO.test(text)) return new Bool(false, at);
    if (/^[-+]?\d+$/.test(text)) return numberOf(Number(text), at);
    if (/^0(?:x[0-9a-fA-F]+|o[0-7]+)$/.test(text)) return numberOf(Number(text), at);
    if (/^[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?$/.test(text)) return numberOf(Number(text), at);
    // A date becomes another text; infinities are nobody's record.
    if (/^\d{4}-\d{1,2}-\d{1,2}/.test(text) || /^[-+]?\.(?:inf|nan)$/i.test(text)) return undefined;
    return new Str(text, at);
  }

  private placeOf(node: Node): Place {
    const { source } = this;
    if (!source || !node.range) return this.place;
    const [start, end] = node.range;
    const isQuoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
    return isQuoted ? { source, start: start + 1, end: end - 1 } : { source, start, end };
  }
}

const isOwnTag = (tag: string): boolean => /^tag:yaml\.org,2002:(?:str|seq|map)$/.test(tag);
const NULLS = /^(?:~|null|Null|NULL|)$/;
const YES = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const NO = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;
