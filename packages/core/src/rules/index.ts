import type { Rule } from "../rule.js";
import aaaaDiffers from "./aaaa-differs/rule.js";
import addressesDiffer from "./addresses-differ/rule.js";
import badRdata from "./bad-rdata/rule.js";
import byteOrderMark from "./byte-order-mark/rule.js";
import caaBadContact from "./caa-bad-contact/rule.js";
import caaBadFlags from "./caa-bad-flags/rule.js";
import caaBadIodef from "./caa-bad-iodef/rule.js";
import caaDeniesAll from "./caa-denies-all/rule.js";
import caaExcludesAccount from "./caa-excludes-account/rule.js";
import caaExcludesCa from "./caa-excludes-ca/rule.js";
import caaExcludesMethod from "./caa-excludes-method/rule.js";
import caaExcludesWildcard from "./caa-excludes-wildcard/rule.js";
import caaHiddenByProvider from "./caa-hidden-by-provider/rule.js";
import caaIssuerSpelling from "./caa-issuer-spelling/rule.js";
import caaLookupFailed from "./caa-lookup-failed/rule.js";
import caaMalformed from "./caa-malformed/rule.js";
import caaParameter from "./caa-parameter/rule.js";
import caaTightened from "./caa-tightened/rule.js";
import caaUnknownIssuer from "./caa-unknown-issuer/rule.js";
import caaUnknownTag from "./caa-unknown-tag/rule.js";
import challengeConflict from "./challenge-conflict/rule.js";
import challengeInCode from "./challenge-in-code/rule.js";
import challengeShadowsWildcard from "./challenge-shadows-wildcard/rule.js";
import challengeTokenMalformed from "./challenge-token-malformed/rule.js";
import challengeUnderWildcard from "./challenge-under-wildcard/rule.js";
import cnameAndOtherData from "./cname-and-other-data/rule.js";
import cnameAtApex from "./cname-at-apex/rule.js";
import cnameChainTooLong from "./cname-chain-too-long/rule.js";
import cnameLoop from "./cname-loop/rule.js";
import danglingTarget from "./dangling-target/rule.js";
import dnssecBogus from "./dnssec-bogus/rule.js";
import dnssecExpiring from "./dnssec-expiring/rule.js";
import doubledDomain from "./doubled-domain/rule.js";
import dsWithoutDelegation from "./ds-without-delegation/rule.js";
import dsWithoutDnskey from "./ds-without-dnskey/rule.js";
import duplicateCname from "./duplicate-cname/rule.js";
import duplicateRecord from "./duplicate-record/rule.js";
import duplicateValidationRecord from "./duplicate-validation-record/rule.js";
import ednsBroken from "./edns-broken/rule.js";
import emailMethodEnding from "./email-method-ending/rule.js";
import emptyLabel from "./empty-label/rule.js";
import entNxdomain from "./ent-nxdomain/rule.js";
import foreignNameInZone from "./foreign-name-in-zone/rule.js";
import generateTooLarge from "./generate-too-large/rule.js";
import highTtlOnValidationRecord from "./high-ttl-on-validation-record/rule.js";
import httpBlocked from "./http-blocked/rule.js";
import httpContent from "./http-content/rule.js";
import httpPlainOnTlsPort from "./http-plain-on-tls-port/rule.js";
import httpRedirect from "./http-redirect/rule.js";
import httpStatus from "./http-status/rule.js";
import httpTimeout from "./http-timeout/rule.js";
import httpUnreachable from "./http-unreachable/rule.js";
import httpWrongPath from "./http-wrong-path/rule.js";
import includeLoop from "./include-loop/rule.js";
import includeNotFound from "./include-not-found/rule.js";
import includeOutsideRoot from "./include-outside-root/rule.js";
import inheritedOwner from "./inherited-owner/rule.js";
import labelTooLong from "./label-too-long/rule.js";
import lameDelegation from "./lame-delegation/rule.js";
import legacyValidationTarget from "./legacy-validation-target/rule.js";
import literalAtSign from "./literal-at-sign/rule.js";
import missingApexNs from "./missing-apex-ns/rule.js";
import missingGlue from "./missing-glue/rule.js";
import missingSoa from "./missing-soa/rule.js";
import missingTrailingDot from "./missing-trailing-dot/rule.js";
import multipleSoa from "./multiple-soa/rule.js";
import nameNotIssuable from "./name-not-issuable/rule.js";
import nameTooLong from "./name-too-long/rule.js";
import nameserverSlow from "./nameserver-slow/rule.js";
import nameserverUnreachable from "./nameserver-unreachable/rule.js";
import nameserversDisagree from "./nameservers-disagree/rule.js";
import noAddress from "./no-address/rule.js";
import noMailExchange from "./no-mail-exchange/rule.js";
import nonAsciiName from "./non-ascii-name/rule.js";
import notRegistered from "./not-registered/rule.js";
import occludedByDelegation from "./occluded-by-delegation/rule.js";
import occludedByDname from "./occluded-by-dname/rule.js";
import outOfZone from "./out-of-zone/rule.js";
import parentChildNsMismatch from "./parent-child-ns-mismatch/rule.js";
import persistRecordExpired from "./persist-record-expired/rule.js";
import persistRecordMalformed from "./persist-record-malformed/rule.js";
import persistWithoutWildcard from "./persist-without-wildcard/rule.js";
import placeholderValue from "./placeholder-value/rule.js";
import propagationIncomplete from "./propagation-incomplete/rule.js";
import recordTypeInName from "./record-type-in-name/rule.js";
import reservedAddress from "./reserved-address/rule.js";
import rrsetTtlMismatch from "./rrset-ttl-mismatch/rule.js";
import servfail from "./servfail/rule.js";
import singleLabelTarget from "./single-label-target/rule.js";
import strayQuoteOrEscape from "./stray-quote-or-escape/rule.js";
import suppressionWithoutReason from "./suppression-without-reason/rule.js";
import syntaxError from "./syntax-error/rule.js";
import targetIsAddress from "./target-is-address/rule.js";
import targetIsAlias from "./target-is-alias/rule.js";
import targetIsUrl from "./target-is-url/rule.js";
import targetNotAHostname from "./target-not-a-hostname/rule.js";
import tcpRefused from "./tcp-refused/rule.js";
import ttlOutOfRange from "./ttl-out-of-range/rule.js";
import txtQuoting from "./txt-quoting/rule.js";
import txtStringTooLong from "./txt-string-too-long/rule.js";
import typographicQuote from "./typographic-quote/rule.js";
import underscoreInHostname from "./underscore-in-hostname/rule.js";
import unknownRecordType from "./unknown-record-type/rule.js";
import unquotedSemicolon from "./unquoted-semicolon/rule.js";
import unsupportedSource from "./unsupported-source/rule.js";
import unusedSuppression from "./unused-suppression/rule.js";
import unwantedTrailingDot from "./unwanted-trailing-dot/rule.js";
import validationInPrivateZone from "./validation-in-private-zone/rule.js";
import validationRecordMalformed from "./validation-record-malformed/rule.js";
import validationRecordMismatch from "./validation-record-mismatch/rule.js";
import validationRecordMissing from "./validation-record-missing/rule.js";
import validationRecordPerName from "./validation-record-per-name/rule.js";
import validationRecordProxied from "./validation-record-proxied/rule.js";
import validationRecordRemoved from "./validation-record-removed/rule.js";
import validationRecordRouted from "./validation-record-routed/rule.js";
import viewsDisagree from "./views-disagree/rule.js";
import wildcardCatchesChallenge from "./wildcard-catches-challenge/rule.js";
import wildcardNeedsDns from "./wildcard-needs-dns/rule.js";
import zoneNotDelegated from "./zone-not-delegated/rule.js";

/** Every rule, in the order of the catalogue. Written by hand; a test compares it with the folders. */
export const RULES: readonly Rule[] = [
  syntaxError,
  unknownRecordType,
  badRdata,
  includeNotFound,
  includeOutsideRoot,
  includeLoop,
  byteOrderMark,
  generateTooLarge,
  ttlOutOfRange,
  inheritedOwner,
  unquotedSemicolon,
  typographicQuote,
  strayQuoteOrEscape,
  unsupportedSource,
  suppressionWithoutReason,
  unusedSuppression,
  missingTrailingDot,
  unwantedTrailingDot,
  doubledDomain,
  singleLabelTarget,
  outOfZone,
  foreignNameInZone,
  literalAtSign,
  labelTooLong,
  nameTooLong,
  emptyLabel,
  targetNotAHostname,
  underscoreInHostname,
  nonAsciiName,
  targetIsUrl,
  targetIsAddress,
  recordTypeInName,
  nameNotIssuable,
  cnameAndOtherData,
  duplicateCname,
  cnameAtApex,
  cnameLoop,
  cnameChainTooLong,
  danglingTarget,
  targetIsAlias,
  occludedByDelegation,
  occludedByDname,
  missingGlue,
  zoneNotDelegated,
  dsWithoutDelegation,
  missingSoa,
  multipleSoa,
  missingApexNs,
  rrsetTtlMismatch,
  duplicateRecord,
  txtStringTooLong,
  txtQuoting,
  wildcardCatchesChallenge,
  challengeShadowsWildcard,
  reservedAddress,
  caaMalformed,
  caaBadFlags,
  caaUnknownTag,
  caaUnknownIssuer,
  caaIssuerSpelling,
  caaBadIodef,
  caaBadContact,
  caaParameter,
  caaExcludesCa,
  caaExcludesWildcard,
  caaExcludesMethod,
  caaExcludesAccount,
  caaDeniesAll,
  caaTightened,
  caaHiddenByProvider,
  caaLookupFailed,
  validationRecordMissing,
  validationRecordMismatch,
  validationRecordMalformed,
  legacyValidationTarget,
  placeholderValue,
  validationInPrivateZone,
  validationRecordRemoved,
  validationRecordProxied,
  validationRecordRouted,
  duplicateValidationRecord,
  validationRecordPerName,
  challengeTokenMalformed,
  challengeInCode,
  challengeUnderWildcard,
  challengeConflict,
  persistRecordMalformed,
  persistRecordExpired,
  persistWithoutWildcard,
  highTtlOnValidationRecord,
  wildcardNeedsDns,
  noAddress,
  emailMethodEnding,
  noMailExchange,
  propagationIncomplete,
  nameserversDisagree,
  lameDelegation,
  parentChildNsMismatch,
  nameserverUnreachable,
  nameserverSlow,
  tcpRefused,
  ednsBroken,
  servfail,
  dnssecBogus,
  dnssecExpiring,
  dsWithoutDnskey,
  entNxdomain,
  notRegistered,
  aaaaDiffers,
  addressesDiffer,
  httpUnreachable,
  httpStatus,
  httpContent,
  httpWrongPath,
  httpRedirect,
  httpBlocked,
  httpTimeout,
  httpPlainOnTlsPort,
  viewsDisagree,
];
