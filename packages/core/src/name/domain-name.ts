import { printLabelOctet } from "./octets.js";

/** An absolute domain name. Equal when the labels are, ignoring ASCII case (RFC 4343). Labels hold one character per octet. */
export class DomainName {
  constructor(readonly labels: readonly string[]) {}

  equals(other: DomainName): boolean {
    return this.labels.length === other.labels.length && this.isSubdomainOf(other);
  }

  /** Is it `ancestor` or below it? */
  isSubdomainOf(ancestor: DomainName): boolean {
    const offset = this.labels.length - ancestor.labels.length;
    return offset >= 0 && ancestor.labels.every((label, i) => foldLabel(label) === foldLabel(this.labels[i + offset]));
  }

  /** Presentation form, always with the final dot; octets that need it as `\.` or `\DDD`. */
  toString(): string {
    return this.labels.length === 0 ? "." : this.labels.map((label) => `${printLabel(label)}.`).join("");
  }
}

/** A label in presentation form. */
export function printLabel(label: string): string {
  if (/^[A-Za-z0-9_*-]*$/.test(label)) return label;
  let text = "";
  for (let i = 0; i < label.length; i++) text += printLabelOctet(label.charCodeAt(i));
  return text;
}

/** ASCII lower case and nothing else: `toLowerCase` would fold octets above 127 too (RFC 4343 §3). */
export const foldLabel = (label: string): string => label.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
