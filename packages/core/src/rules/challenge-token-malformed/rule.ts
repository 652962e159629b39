import {
  holdsDigest,
  isChallengeDigest,
  isChallengeOwner,
  isForeignText,
} from "../../dcv/validation/challenge-owner.js";
import { readValidation } from "../../dcv/validation/validation-record.js";
import { rewriteValue } from "../../dcv/written/record-repair.js";
import { textValue } from "../../dcv/written/text-value.js";
import { perOwner } from "../../dcv/zone/per-owner.js";
import { TXT } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import { HAS_SEVERAL } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

interface Token {
  value: string;
  owner: string;
  meant?: string;
}

const WHY = "The CA compares it with the base64url digest of the key authorization, 43 characters, and finds no match.";
const how = ({ meant }: Token) =>
  meant ? `Write "${meant}".` : "Publish the value that the ACME client shows for the TXT record, unchanged.";

export default defineRule({
  id: "challenge-token-malformed",
  group: "Validation records",
  severity: "warning",
  summary: "A TXT at _acme-challenge that can't be the answer to a challenge",
  sources: [
    rfc(8555, "8.4", "DNS Challenge"),
    source("Boulder, va/dns.go", "https://github.com/letsencrypt/boulder/blob/main/va/dns.go"),
  ],
  fixable: true,
  messages: {
    keyAuthorization: (d: Token) => ({
      what: `The TXT at "${d.owner}" is a key authorization: a token, a dot and the account's thumbprint.`,
      why: `${WHY} The key authorization itself belongs into the file of http-01.`,
      how: "Publish the SHA-256 digest of it in base64url, without padding.",
    }),
    padded: (d: Token) => ({
      what: `The digest "${d.value}" at "${d.owner}" ends with "=".`,
      why: `${WHY} It has no padding.`,
      how: how(d),
    }),
    standardBase64: (d: Token) => ({
      what: `The digest "${d.value}" at "${d.owner}" is base64, not base64url: it holds "+" or "/".`,
      why: WHY,
      how: how(d),
    }),
    hexadecimal: (d: Token) => ({
      what: `The TXT at "${d.owner}" is a digest in hexadecimal.`,
      why: WHY,
      how: "Publish the same digest in base64url, without padding.",
    }),
    quotesOrBlanks: (d: Token) => ({
      what: `The TXT at "${d.owner}" holds quotes or blanks that are published as part of the value: ${d.value}`,
      why: WHY,
      how: how(d),
    }),
    empty: (d: Token) => ({
      what: `The TXT at "${d.owner}" is empty.`,
      why: "No challenge is answered by it. An ACME client may be meant to fill it in.",
      how: "Leave the record out, and let the client make it.",
      severity: "warning" as const,
    }),
    wrongLength: (d: Token & { length: number }) => ({
      what: `The TXT at "${d.owner}" has ${d.length} characters: "${d.value}".`,
      why: WHY,
      how: how(d),
    }),
    otherCharacters: (d: Token) => ({
      what: `The TXT at "${d.owner}" holds characters that no digest has: "${d.value}".`,
      why: WHY,
      how: how(d),
    }),
  },
  records: {
    types: [TXT],
    check(record, { zone, report }) {
      if (!isChallengeOwner(zone.names, record.ownerId) || holdsDigest(record)) return;
      const value = textValue(record);
      const trouble = judge(value);
      // Sample text, or a record of another kind: told by other rules.
      const reading = readValidation(record);
      if (!trouble || reading?.placeholder || (reading?.diagnosis && reading.diagnosis.kind !== "quotes-or-blanks"))
        return;
      const { message, meant } = trouble;
      const edits = meant === undefined ? undefined : rewriteValue(record, meant);
      const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
      const data = { value: shown, owner: zone.names.text(record.ownerId), meant, length: value.length };
      report(record.rdataPlace, message, data, {
        severity: message === "empty" || mayMatch(zone, record.ownerId) ? "warning" : "error",
        fix: edits && { title: `Write "${meant}"`, safety: "suggestion", edits },
      });
    },
  },
});

function judge(value: string) {
  if (value === "") return { message: "empty" as const };
  const bare = value.replace(/["'`\s\u00a0\u200b-\u200d\u2018-\u201f\ufeff]/g, "");
  if (bare !== value && isChallengeDigest(bare)) return { message: "quotesOrBlanks" as const, meant: bare };
  if (/^[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{43}$/.test(value)) return { message: "keyAuthorization" as const };
  const url = value.replace(/=$/, "").replace(/\+/g, "-").replace(/\//g, "_");
  if (isChallengeDigest(url)) {
    const message = /[+/]/.test(value) ? ("standardBase64" as const) : ("padded" as const);
    return { message, meant: url };
  }
  if (isForeignText(value)) return undefined;
  if (/^[0-9A-Fa-f]{64}$/.test(value)) return { message: "hexadecimal" as const };
  if (/^[A-Za-z0-9_-]+$/.test(value)) return { message: "wrongLength" as const };
  return { message: "otherCharacters" as const };
}

/** Any TXT of the owner may be the one (RFC 8555 §8.4), one that couldn't be read too. */
const mayMatch = perOwner((zone, owner): boolean => {
  if ((zone.types[owner] & HAS_SEVERAL) === 0) return false;
  const view = new RecordView(zone);
  for (const id of recordsAt(zone, owner)) {
    const { type, readable } = view.at(id);
    if ((type === TXT || type === 0) && (!readable || holdsDigest(view))) return true;
  }
  return false;
});
