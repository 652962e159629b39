import type { Rule } from "../rule.js";
import byteOrderMark from "./byte-order-mark/rule.js";
import caaBadFlags from "./caa-bad-flags/rule.js";
import caaIssuerSpelling from "./caa-issuer-spelling/rule.js";
import caaMalformed from "./caa-malformed/rule.js";
import caaUnknownIssuer from "./caa-unknown-issuer/rule.js";
import caaUnknownTag from "./caa-unknown-tag/rule.js";
import cnameAndOtherData from "./cname-and-other-data/rule.js";
import generateTooLarge from "./generate-too-large/rule.js";
import includeLoop from "./include-loop/rule.js";
import includeNotFound from "./include-not-found/rule.js";
import includeOutsideRoot from "./include-outside-root/rule.js";
import inheritedOwner from "./inherited-owner/rule.js";
import missingTrailingDot from "./missing-trailing-dot/rule.js";
import syntaxError from "./syntax-error/rule.js";
import ttlOutOfRange from "./ttl-out-of-range/rule.js";
import typographicQuote from "./typographic-quote/rule.js";
import unknownRecordType from "./unknown-record-type/rule.js";
import unquotedSemicolon from "./unquoted-semicolon/rule.js";

/** Every rule, in the order of the catalogue. Written by hand; a test compares it with the folders. */
export const RULES: readonly Rule[] = [
  syntaxError,
  unknownRecordType,
  includeNotFound,
  includeOutsideRoot,
  includeLoop,
  byteOrderMark,
  generateTooLarge,
  ttlOutOfRange,
  inheritedOwner,
  unquotedSemicolon,
  typographicQuote,
  missingTrailingDot,
  cnameAndOtherData,
  caaMalformed,
  caaBadFlags,
  caaUnknownTag,
  caaUnknownIssuer,
  caaIssuerSpelling,
];
