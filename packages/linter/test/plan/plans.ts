import { readFileSync } from "node:fs";
import { type PlanRead, readPlan } from "../../src/terraform/plan.js";
import type { PlanInstance } from "../../src/terraform/plan-instance.js";
import { bufferSource } from "../../src/terraform/plan-source.js";
import type { Value } from "../../src/terraform/value.js";

export const WANTED: ReadonlySet<string> = new Set([
  "aws_route53_record",
  "aws_route53_zone",
  "aws_acm_certificate",
  "cloudflare_dns_record",
]);

/** A plan that has one of everything, as `show -json` lays it out. */
export const OFFICE = readFileSync(new URL("fixtures/office.plan.json", import.meta.url));

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function read(plan: unknown, window?: number, wanted = WANTED): PlanRead {
  const bytes = plan instanceof Uint8Array ? plan : utf8(typeof plan === "string" ? plan : JSON.stringify(plan));
  return readPlan(bufferSource(bytes), { wanted, window });
}

export const found = (plan: PlanRead, address: string): PlanInstance => {
  const instance = [...plan.changes, ...plan.prior, ...plan.planned].find((candidate) => candidate.address === address);
  if (instance === undefined) throw new Error(`${address} isn't in the plan`);
  return instance;
};

/** Values as plain data: unknown ones as `?reference`, sensitive ones with a `!` before them. */
export function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.sensitive && value.kind !== "list" && value.kind !== "object")
    return `!${plain({ ...value, sensitive: false })}`;
  switch (value.kind) {
    case "null":
      return null;
    case "unknown":
      return `?${value.reference ?? ""}`;
    case "list":
      return value.items.map(plain);
    case "object":
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    default:
      return value.value;
  }
}

/** Everything that a plan gave, to compare two readings. */
export function everything(plan: PlanRead) {
  const instances = (list: readonly PlanInstance[]) =>
    list.map((one) => {
      const { address, mode, type, name, key, module, provider, action, importing, previousAddress } = one;
      const head = { address, mode, type, name, key, module, provider, action, importing, previousAddress };
      const expressions = plan.configuration.expressionsOf(one);
      return { ...head, values: plain(one.values), before: plain(one.before), expressions };
    });
  const { changes, prior, untouched, planned, deferred, problems, formatVersion, terraformVersion, errored } = plan;
  return {
    changes: instances(changes),
    prior: instances(prior),
    untouched: instances(untouched),
    planned: instances(planned),
    messages: problems.map(({ message }) => message),
    ...{ deferred, formatVersion, terraformVersion, errored },
  };
}

/** The least plan with such changes; `change` of each is filled up. */
export function planWith(...changes: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { format_version: "1.2", resource_changes: changes.map((change) => ({ ...RECORD, ...change })) };
}

const RECORD = {
  address: "aws_route53_record.www",
  mode: "managed",
  type: "aws_route53_record",
  name: "www",
  change: { actions: ["create"], before: null, after: { name: "www" }, after_unknown: {}, before_sensitive: false },
};
