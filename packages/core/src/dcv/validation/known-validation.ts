import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import type { CaSummary } from "../../knowledge/schema.js";
import { matchShapes, type ShapeMatch } from "../../knowledge/shapes/match-shapes.js";
import { validationSuffixOf } from "../../knowledge/shapes/suffixes.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { CNAME, TXT } from "../../rdata/types.js";
import type { RecordView } from "../../zone/record-view.js";
import { textValue } from "../written/text-value.js";
import { isChallengeLabel } from "./challenge-owner.js";
import { isValidationName } from "./validation-label.js";
import { validatedName } from "./validation-owner.js";

/** A record that answers a CA's question, as far as its owner and data tell. */
export interface KnownValidation {
  /**
   * *ca*: its data is that of known CAs or platforms. *challenge*: any ACME CA may have asked for it. *delegation*: an
   * alias of `_acme-challenge` that leads to whoever answers there.
   */
  readonly kind: "ca" | "challenge" | "delegation";
  /** Of a known CA: best known first, but for records whose target alone is one. */
  readonly matches: readonly ShapeMatch[];
  /** Whose it is, to stand behind "of". */
  readonly whose: string;
  /** What is known of it was seen in a source, in part at least. */
  readonly certain: boolean;
  /** The name that it validates; where the owner is no validation label, its parent. */
  readonly validated: NameId;
}

/** What a CNAME or TXT record answers; `undefined` for other records, and for those that merely look alike. */
export function knownValidation(record: RecordView): KnownValidation | undefined {
  const { zone, ownerId, type, readable } = record;
  if (!readable) return undefined;
  if (type === CNAME) return knownAlias(zone.names, ownerId, record.targetText);
  return type === TXT ? knownText(zone.names, ownerId, textValue(record)) : undefined;
}

/** The same of an alias whose target is given as text, absolute. */
export function knownAlias(names: NameTable, owner: NameId, target: string): KnownValidation | undefined {
  const value = foldLabel(target).replace(/\.$/, "");
  const suffix = validationSuffixOf(value);
  const validated = validatedName(names, owner) ?? names.parent[owner];
  if (suffix) {
    const matches = matchShapes({ firstLabels: firstLabels(names, owner), type: "CNAME", value });
    const certain = (matches[0]?.status ?? suffix.status) !== "unverified";
    return { kind: "ca", matches, whose: nameOfCa(matches[0]?.ca ?? suffix.ca), certain, validated };
  }
  if (!isAcmeOwner(names, owner)) return undefined;
  return { kind: "delegation", matches: [], whose: "an ACME CA", certain: true, validated };
}

function knownText(names: NameTable, owner: NameId, value: string): KnownValidation | undefined {
  const validated = validatedName(names, owner);
  const matches = matchShapes({ firstLabels: firstLabels(names, owner), type: "TXT", value }).filter(
    ({ method }) => method !== "ownership",
  );
  if (matches.length === 0) return undefined;
  const isChallenge = isAcmeOwner(names, owner);
  // At an owner of its own right nearly any text would fit: only what names its CA counts.
  if (validated === undefined && !matches.some(({ method }) => method === "dns-txt")) return undefined;
  return {
    kind: isChallenge ? "challenge" : "ca",
    matches,
    whose: isChallenge ? "an ACME CA" : nameOfCa(matches[0].ca),
    certain: matches[0].status !== "unverified",
    validated: validated ?? owner,
  };
}

/** Is it `_acme-challenge`, that with an account's label in front, or a project's own (`_acme-challenge_…`)? */
export function isAcmeOwner(names: NameTable, owner: NameId): boolean {
  if (owner <= ROOT) return false;
  if (isChallengeLabel(names, owner)) return true;
  const validated = validatedName(names, owner);
  if (validated === undefined) return false;
  if (names.parent[owner] !== validated) return isChallengeLabel(names, names.parent[owner]);
  return isValidationName(names, owner) && foldLabel(names.label(owner)).startsWith("_acme-challenge");
}

/** To stand in a sentence: without the list of products that some names end with. */
export const nameOfCa = (ca: string | Pick<CaSummary, "name">): string =>
  (typeof ca === "string" ? (CA_SHAPES.find(({ id }) => id === ca)?.name ?? ca) : ca.name).replace(
    / \([^()]*,[^()]*\)$/,
    "",
  );

function firstLabels(names: NameTable, owner: NameId): string[] {
  const labels: string[] = [];
  for (let at = owner; at > ROOT && labels.length < 2; at = names.parent[at]) labels.push(foldLabel(names.label(at)));
  return labels;
}
