/** The shapes of the records that CAs and platforms ask for, made ready to be asked; once, when this is first loaded. */
import { CA_SHAPES } from "../cas-shapes.gen.js";
import type { CaSummary, FactStatus, RecordShape } from "../schema.js";

export interface Known {
  readonly ca: CaSummary;
  readonly shape: RecordShape;
  /** How many of the owner's first labels `owner` looks at. */
  readonly depth: number;
  readonly owner: RegExp;
  readonly value: RegExp;
}

const STATUS_RANK: Readonly<Record<FactStatus, number>> = { verified: 0, partial: 1, unverified: 2 };
const KIND_RANK = { ca: 0, "ca-and-platform": 0, platform: 1, reseller: 2, "former-ca": 3 } as const;

/** What one knows best first: by status, then CAs before those that sell what CAs issue. */
const rank = (known: Known): number => STATUS_RANK[known.shape.status] * 10 + KIND_RANK[known.ca.kind];

function lazily(ca: CaSummary, shape: RecordShape): Known {
  const depth = shape.ownerLabels === "^$" ? 0 : shape.ownerLabels.split("\\.").length;
  let owner: RegExp | undefined;
  let value: RegExp | undefined;
  return {
    ca,
    shape,
    depth,
    get owner() {
      owner ??= new RegExp(shape.ownerLabels, "i");
      return owner;
    },
    get value() {
      value ??= new RegExp(shape.value, shape.type === "CNAME" ? "i" : "");
      return value;
    },
  };
}

const ALL: readonly Known[] = CA_SHAPES.flatMap((ca) => (ca.shapes ?? []).map((shape) => lazily(ca, shape)))
  .filter(({ shape }) => !shape.ambiguous)
  .sort((a, b) => rank(a) - rank(b));
export const TEXTS = ALL.filter(({ shape }) => shape.type === "TXT");
/** Those of any owner; the rest by the owner's first label, or by its second where the first is the account's. */
const TEXTS_ANYWHERE = TEXTS.filter(({ depth }) => depth === 0);
const TEXTS_AT = byLastLabel(1);
const TEXTS_BELOW = byLastLabel(2);

function byLastLabel(depth: number): ReadonlyMap<string, readonly Known[]> {
  const found = new Map<string, Known[]>();
  for (const known of TEXTS) {
    if (known.depth !== depth) continue;
    const label = known.shape.ownerLabels.replace(/^\^(?:.*\\\.)?|\$$/g, "");
    found.set(label, [...(found.get(label) ?? []), known]);
  }
  return found;
}

export const ALIASES = ALL.filter(({ shape }) => shape.type === "CNAME");

/** The TXT shapes whose owner these labels may be. */
export function textsAt(labels: readonly string[]): readonly Known[] {
  const here = TEXTS_AT.get(labels[0] ?? "");
  const below = TEXTS_BELOW.get(labels[1] ?? "");
  if (!here && !below) return TEXTS_ANYWHERE;
  return [...(here ?? []), ...(below ?? []), ...TEXTS_ANYWHERE];
}

export function ownerFits(known: Known, labels: readonly string[]): boolean {
  if (known.depth === 0) return true;
  if (labels.length < known.depth) return false;
  return known.owner.test(known.depth === 1 ? labels[0] : labels.slice(0, known.depth).join("."));
}
