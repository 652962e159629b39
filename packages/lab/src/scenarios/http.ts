import { UNROUTED6, WEB, type WebId } from "../addresses.js";
import type { CaExpectation, Expectation, Probe, Scenario, Severity } from "../scenario.js";
import { nameOf } from "./helpers.js";

const PATH = "/.well-known/acme-challenge/ZmlsZS10aGF0LWlzLXRoZXJl";
const CONTENT = "ZmlsZS10aGF0LWlzLXRoZXJl.LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo";

/** The file of an order with Sectigo: MD5 of the request in upper case, its SHA-256, the CA's name. */
const PKI_PATH = "/.well-known/pki-validation/287C62F596991EF65035383EE2635F87.txt";
const PKI_CONTENT = "1cf216d709aa5b4a78b9394842245ecba31beeba2d62b756e31e023cee74d842\nsectigo.com";

interface Case {
  readonly web: readonly string[];
  readonly findings: readonly `${string} ${Severity}`[];
  readonly verdict: Expectation["verdict"];
  readonly may?: readonly string[];
  readonly ca: CaExpectation;
  readonly asks?: Probe["ca"];
  readonly slow?: boolean;
  /** Nothing is known of the file: without it, a server that answers 404 is fine. */
  readonly unasked?: boolean;
}

/** A name with these addresses, at which the file of an http-01 challenge is looked for. */
function http(id: string, summary: string, found: Case): Scenario {
  const { web, ca, asks, slow, unasked, ...expect } = found;
  return {
    id,
    summary,
    zones: [
      {
        name: nameOf(id),
        records: web.map((address) => `@ ${address.includes(":") ? "AAAA" : "A"} ${address}`).join("\n"),
      },
    ],
    web: unasked ? [] : [{ host: nameOf(id), path: PATH, content: CONTENT }],
    ...(slow ? { slow } : {}),
    probes: [
      {
        name: nameOf(id),
        ca: asks ?? "pebble",
        method: "http-01",
        ...(unasked ? {} : { httpFile: `${PATH} ${CONTENT}` }),
        expect: { ...expect, ca },
      },
    ],
  };
}

/** The file can't be had from this server, and the CA says so. */
const refused = (id: string, summary: string, web: WebId, rule: string, more: Partial<Case> = {}): Scenario =>
  http(id, summary, {
    web: [WEB[web]],
    verdict: "will-not-issue",
    findings: [`${rule} error`],
    ca: { pebble: "invalid" },
    ...more,
  });

export const HTTP: readonly Scenario[] = [
  http("http-ok", "The file is there", {
    web: [WEB.serves],
    verdict: "will-issue",
    findings: [],
    ca: { pebble: "valid" },
  }),
  http("http-before-order", "The server is there, the file isn't yet", {
    web: [WEB.serves],
    verdict: "will-issue",
    findings: [],
    ca: { pebble: "valid" },
    unasked: true,
  }),
  http("http-redirect-https", "302 to https, where the certificate is self-signed", {
    web: [WEB.redirectsToHttps],
    verdict: "will-issue",
    findings: [],
    may: ["http-redirect"],
    ca: { pebble: "valid" },
  }),
  refused("http-loop", "302 to itself", "loops", "http-redirect"),
  refused("http-other-port", "302 to port 8080", "redirectsOffPort", "http-redirect"),
  refused("http-403", "403 for every path", "forbids", "http-status", { may: ["http-blocked"] }),
  refused("http-404", "404 although the file was to be there", "lacks", "http-status"),
  refused("http-shell", "200 with a page of its own for every path", "shell", "http-content"),
  refused("http-blocked", "403 with the page of a web application firewall", "challenges", "http-blocked", {
    may: ["http-status"],
  }),
  refused("http-plain-on-tls-port", "302 to https, and plain HTTP there", "plainOnTls", "http-plain-on-tls-port"),
  refused("http-hangs-up", "The connection is closed without an answer", "hangsUp", "http-unreachable"),
  refused("http-slow", "The file comes after 12 seconds", "slow", "http-timeout", {
    ca: { pebble: "valid", rule: "refuses", because: "pebble-waits-longer" },
    slow: true,
  }),
  refused("web-dead", "Nothing listens at the address", "dead", "http-unreachable"),
  {
    id: "http-wrong-path",
    summary: "The file of Sectigo's method lies there in lower case",
    zones: [{ name: nameOf("http-wrong-path"), records: `@ A ${WEB.serves}` }],
    web: [{ host: nameOf("http-wrong-path"), path: PKI_PATH.toLowerCase(), content: PKI_CONTENT }],
    probes: [
      {
        name: nameOf("http-wrong-path"),
        ca: "sectigo",
        method: "http-file",
        httpFile: `${PKI_PATH} ${PKI_CONTENT}`,
        expect: {
          verdict: "will-not-issue",
          findings: ["http-wrong-path error"],
          may: ["http-status"],
          ca: { rule: "refuses", because: "pebble-knows-acme-only" },
        },
      },
    ],
  },
  {
    id: "http-file-ok",
    summary: "The file of Sectigo's method is there",
    zones: [{ name: nameOf("http-file-ok"), records: `@ A ${WEB.serves}` }],
    web: [{ host: nameOf("http-file-ok"), path: PKI_PATH, content: PKI_CONTENT }],
    probes: [
      {
        name: nameOf("http-file-ok"),
        ca: "sectigo",
        method: "http-file",
        httpFile: `${PKI_PATH} ${PKI_CONTENT}`,
        expect: { verdict: "will-issue", findings: [], ca: { rule: "issues", because: "pebble-knows-acme-only" } },
      },
    ],
  },
  {
    id: "no-address",
    summary: "A name without addresses",
    zones: [{ name: nameOf("no-address"), records: '@ TXT "nothing else"' }],
    probes: [
      {
        name: nameOf("no-address"),
        ca: "pebble",
        method: "http-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["no-address error"],
          resolvers: [{ ask: `A ${nameOf("no-address")}`, unbound: "NOERROR", bind: "NOERROR" }],
          ca: { pebble: "invalid" },
        },
      },
    ],
  },
  http("addresses-differ", "One of two addresses has nobody listening", {
    web: [WEB.serves, WEB.dead],
    verdict: "cannot-tell",
    findings: ["addresses-differ warning"],
    may: ["http-unreachable"],
    ca: { rule: "depends", because: "pebble-one-perspective" },
  }),
  http("v6-ok", "The same site over IPv4 and IPv6", {
    web: [WEB.serves, WEB.serves6],
    verdict: "will-issue",
    findings: [],
    ca: { pebble: "valid" },
  }),
  http("v6-dead", "IPv6 is refused, IPv4 works: Let's Encrypt retries", {
    web: [WEB.serves, WEB.dead6],
    asks: "letsencrypt",
    verdict: "will-issue",
    findings: ["aaaa-differs warning"],
    ca: { pebble: "invalid", rule: "issues", because: "pebble-no-v4-retry" },
  }),
  http("v6-dead-redirect", "IPv6 is refused, and IPv4 redirects to HTTPS, where Let's Encrypt meets IPv6 again", {
    web: [WEB.redirectsToHttps, WEB.dead6],
    asks: "letsencrypt",
    verdict: "will-not-issue",
    findings: ["aaaa-differs warning", "http-unreachable error"],
    ca: { pebble: "invalid" },
  }),
  http("v6-dead-other-ca", "IPv6 is refused, IPv4 works, and nobody knows whether the CA retries", {
    web: [WEB.serves, WEB.dead6],
    verdict: "cannot-tell",
    findings: ["aaaa-differs warning"],
    ca: { pebble: "invalid", rule: "depends", because: "pebble-no-v4-retry" },
  }),
  http("v6-wrong-site", "IPv6 leads to another site", {
    web: [WEB.serves, WEB.shell6],
    asks: "letsencrypt",
    verdict: "will-not-issue",
    findings: ["aaaa-differs error"],
    may: ["http-content"],
    ca: { pebble: "invalid" },
  }),
  http("v6-blackhole", "No route leads to the IPv6 address", {
    web: [WEB.serves, UNROUTED6],
    asks: "letsencrypt",
    verdict: "will-issue",
    findings: ["aaaa-differs warning"],
    ca: { pebble: "invalid", rule: "issues", because: "pebble-no-v4-retry" },
  }),
];
