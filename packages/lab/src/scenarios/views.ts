import { WEB } from "../addresses.js";
import type { Scenario } from "../scenario.js";
import { nameOf } from "./helpers.js";
import { OTHER_TOKEN, TOKEN } from "./tokens.js";

/** What is seen hangs on who asks, or when. */
export const VIEWS: readonly Scenario[] = [
  {
    id: "stale-resolver",
    summary: "The challenge was changed, and one public resolver goes on answering the old value",
    zones: [
      {
        name: nameOf("stale-resolver"),
        records: [`@ A ${WEB.serves}`, "_acme-challenge CNAME stale-resolver.acme.test."].join("\n"),
      },
    ],
    changed: { name: "stale-resolver.acme.test", from: OTHER_TOKEN, to: TOKEN, cachedBy: "stale" },
    probes: [
      {
        name: nameOf("stale-resolver"),
        ca: "pebble",
        method: "dns-01",
        records: [`_acme-challenge.${nameOf("stale-resolver")} TXT ${TOKEN}`],
        profile: "stale",
        expect: {
          verdict: "will-issue",
          findings: ["propagation-incomplete warning"],
          says: [/stale/],
          resolvers: [
            { ask: `TXT _acme-challenge.${nameOf("stale-resolver")}`, unbound: "NOERROR", bind: "NOERROR", ad: false },
          ],
          ca: {
            pebble: { unbound: "valid", bind: "valid", stale: "invalid" },
            publishAt: "stale-resolver.acme.test",
            because: "pebble-one-resolver",
            rule: "issues",
          },
        },
      },
    ],
  },
  {
    id: "split-perspective",
    summary: "The challenge is another one, or none, from other places",
    zones: [
      {
        name: nameOf("split-perspective"),
        records: [`@ A ${WEB.serves}`, `_acme-challenge TXT "${TOKEN}"`].join("\n"),
        variants: [
          { from: ["p2"], records: `@ A ${WEB.serves}` },
          { from: ["p3"], records: [`@ A ${WEB.serves}`, `_acme-challenge TXT "${OTHER_TOKEN}"`].join("\n") },
        ],
      },
    ],
    sights: [
      { ask: `TXT _acme-challenge.${nameOf("split-perspective")}`, at: "one", is: `NOERROR "${TOKEN}"` },
      { ask: `TXT _acme-challenge.${nameOf("split-perspective")}`, at: "one", from: "p1", is: `NOERROR "${TOKEN}"` },
      { ask: `TXT _acme-challenge.${nameOf("split-perspective")}`, at: "one", from: "p2", is: "NXDOMAIN" },
      {
        ask: `TXT _acme-challenge.${nameOf("split-perspective")}`,
        at: "one",
        from: "p3",
        is: `NOERROR "${OTHER_TOKEN}"`,
      },
    ],
    probes: [
      {
        name: nameOf("split-perspective"),
        ca: "letsencrypt",
        method: "dns-01",
        records: [`_acme-challenge.${nameOf("split-perspective")} TXT ${TOKEN}`],
        expect: {
          verdict: "will-not-issue",
          findings: ["views-disagree warning"],
          may: ["validation-record-missing", "validation-record-mismatch"],
          resolvers: [
            { ask: `TXT _acme-challenge.${nameOf("split-perspective")}`, unbound: "NOERROR", bind: "NOERROR" },
          ],
          ca: { rule: "refuses", because: "pebble-one-perspective" },
        },
      },
    ],
  },
  {
    id: "split-one-of-three",
    summary: "One of three places sees another challenge: one may fail",
    zones: [
      {
        name: nameOf("split-one-of-three"),
        records: [`@ A ${WEB.serves}`, `_acme-challenge TXT "${TOKEN}"`].join("\n"),
        variants: [{ from: ["p3"], records: `@ A ${WEB.serves}` }],
      },
    ],
    sights: [
      { ask: `TXT _acme-challenge.${nameOf("split-one-of-three")}`, at: "one", from: "p1", is: `NOERROR "${TOKEN}"` },
      { ask: `TXT _acme-challenge.${nameOf("split-one-of-three")}`, at: "one", from: "p2", is: `NOERROR "${TOKEN}"` },
      { ask: `TXT _acme-challenge.${nameOf("split-one-of-three")}`, at: "one", from: "p3", is: "NXDOMAIN" },
    ],
    probes: [
      {
        name: nameOf("split-one-of-three"),
        ca: "letsencrypt",
        method: "dns-01",
        records: [`_acme-challenge.${nameOf("split-one-of-three")} TXT ${TOKEN}`],
        expect: {
          verdict: "will-issue",
          findings: ["views-disagree warning"],
          resolvers: [
            { ask: `TXT _acme-challenge.${nameOf("split-one-of-three")}`, unbound: "NOERROR", bind: "NOERROR" },
          ],
          ca: { rule: "issues", because: "pebble-one-perspective" },
        },
      },
    ],
  },
  {
    id: "split-address",
    summary: "Two of three places are sent to an address where no web server is",
    zones: [
      {
        name: nameOf("split-address"),
        records: `@ A ${WEB.serves}`,
        variants: [{ from: ["p2", "p3"], records: `@ A ${WEB.dead}` }],
      },
    ],
    sights: [
      { ask: `A ${nameOf("split-address")}`, at: "one", from: "p1", is: `NOERROR ${WEB.serves}` },
      { ask: `A ${nameOf("split-address")}`, at: "one", from: "p2", is: `NOERROR ${WEB.dead}` },
      { ask: `A ${nameOf("split-address")}`, at: "one", from: "p3", is: `NOERROR ${WEB.dead}` },
    ],
    probes: [
      {
        name: nameOf("split-address"),
        ca: "letsencrypt",
        method: "http-01",
        expect: {
          verdict: "will-not-issue",
          findings: ["views-disagree warning"],
          may: ["http-unreachable"],
          resolvers: [{ ask: `A ${nameOf("split-address")}`, unbound: "NOERROR", bind: "NOERROR" }],
          ca: { pebble: "valid", rule: "refuses", because: "pebble-one-perspective" },
        },
      },
    ],
  },
];
