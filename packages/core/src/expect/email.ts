/**
 * Mailboxes that stand for a domain's owner (BR 3.2.2.4.4), and the day from which no CA may use mail for it any more
 * (BR 3.2.2.4.4, 3.2.2.4.13 and 3.2.2.4.14, ballot SC-090; read on 2026-11-22). Addresses found by WHOIS ended on
 * 2025-07-15 (BR 3.2.2.4.2).
 */
export const MAILBOXES = ["admin", "administrator", "webmaster", "hostmaster", "postmaster"] as const;
export const EMAIL_ENDS = "2028-03-15";
export const EMAIL_SOURCE = "https://github.com/cabforum/servercert/blob/f884280/docs/BR.md (3.2.2.4.4, lines 794-798)";
