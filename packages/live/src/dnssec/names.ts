import { DomainName, foldLabel } from "@dcvlint/core";

/** A name's wire form without compression; `fold` gives the canonical form, ASCII letters in lower case (RFC 4034 §6.2). */
export function nameToWire(name: DomainName, fold = false): Uint8Array {
  const octets: number[] = [];
  for (const label of name.labels) {
    octets.push(label.length);
    const written = fold ? foldLabel(label) : label;
    for (let i = 0; i < written.length; i++) octets.push(written.charCodeAt(i));
  }
  octets.push(0);
  return Uint8Array.from(octets);
}

/** The uncompressed name at `start` and where it ends. `undefined` for a pointer, a name over 255 octets or a cut one. */
export function readName(bytes: Uint8Array, start: number): { name: DomainName; end: number } | undefined {
  const labels: string[] = [];
  let at = start;
  while (at < bytes.length) {
    const length = bytes[at++];
    if (length > 63 || at + length > bytes.length || at + length - start > 255) return undefined;
    if (length === 0) return { name: new DomainName(labels), end: at };
    labels.push(String.fromCharCode(...bytes.subarray(at, at + length)));
    at += length;
  }
  return undefined;
}

/** Canonical order of names (RFC 4034 §6.1): by label from the right, as lower-case octets. Negative when `a` comes first. */
export function compareNames(a: DomainName, b: DomainName): number {
  const common = Math.min(a.labels.length, b.labels.length);
  for (let i = 1; i <= common; i++) {
    const left = foldLabel(a.labels[a.labels.length - i]);
    const right = foldLabel(b.labels[b.labels.length - i]);
    // One character an octet, so the order of code units is the order of octets; a prefix comes first in both.
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.labels.length - b.labels.length;
}

/** The ancestor (or the name itself) of that many labels. */
export const ancestorOf = (name: DomainName, labels: number): DomainName =>
  new DomainName(name.labels.slice(name.labels.length - labels));

/** `*.` below a name; `undefined` where that is too long for a name, so that no such wildcard can be. */
export function wildcardBelow(name: DomainName): DomainName | undefined {
  const wildcard = new DomainName(["*", ...name.labels]);
  return wireLength(wildcard) <= 255 ? wildcard : undefined;
}

/** The name with its ending `from` replaced by `to` (RFC 6672 §2.2); `undefined` where that is too long for a name. */
export function substitute(name: DomainName, from: DomainName, to: DomainName): DomainName | undefined {
  const kept = name.labels.slice(0, name.labels.length - from.labels.length);
  const made = new DomainName([...kept, ...to.labels]);
  return wireLength(made) <= 255 ? made : undefined;
}

/** How many labels the two names end in together. */
export function commonLabels(a: DomainName, b: DomainName): number {
  let count = 0;
  while (
    count < a.labels.length &&
    count < b.labels.length &&
    foldLabel(a.labels[a.labels.length - 1 - count]) === foldLabel(b.labels[b.labels.length - 1 - count])
  )
    count++;
  return count;
}

/** Below the other name, not the name itself. */
export const isBelow = (name: DomainName, ancestor: DomainName): boolean =>
  name.labels.length > ancestor.labels.length && name.isSubdomainOf(ancestor);

const wireLength = (name: DomainName): number => name.labels.reduce((sum, label) => sum + label.length + 1, 1);
