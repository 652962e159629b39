import type { FaultId } from "../addresses.js";

export interface DnsdistConfig {
  readonly backend: string;
  readonly faults: Readonly<Record<FaultId, string>>;
  /** Names, with their final dot, that the server `ent-nxdomain` denies. */
  readonly denied: readonly string[];
  readonly doh: {
    readonly address: string;
    readonly resolver: string;
    readonly certFile: string;
    readonly keyFile: string;
  };
}

/** dnsdist.conf: one front for each fault, and DNS over HTTPS. */
export function renderDnsdist({ backend, faults, denied, doh }: DnsdistConfig): string {
  const rules: Record<FaultId, readonly Rule[]> = {
    "udp-dropped": [when("TCPRule(false)", "DropAction()")],
    truncates: [when("TCPRule(false)", "TCAction()")],
    "truncates-no-tcp": [when("TCPRule(false)", "TCAction()"), when("TCPRule(true)", "DropAction()")],
    "tcp-dropped": [when("TCPRule(true)", "DropAction()")],
    "edns-dropped": [when("RecordsTypeCountRule(DNSSection.Additional, 41, 1, 1)", "DropAction()")],
    "slow-1s": [{ action: "DelayAction(1500)" }],
    "slow-3s": [{ action: "DelayAction(3000)" }],
    "ent-nxdomain": denied.map((name) => when(`QNameRule("${name}")`, "RCodeAction(DNSRCode.NXDOMAIN)")),
    "caa-servfail": [when("QTypeRule(257)", "RCodeAction(DNSRCode.SERVFAIL)")],
    "caa-dropped": [when("QTypeRule(257)", "DropAction()")],
  };
  const addresses = Object.values(faults);
  const actions = Object.entries(faults).flatMap(([id, address]) =>
    rules[id as FaultId].map((rule) => addAction(address, rule)),
  );
  return [
    'setSecurityPollSuffix("")',
    'setACL({"127.0.0.0/8"})',
    `setLocal("${addresses[0]}:53")`,
    ...addresses.slice(1).map((address) => `addLocal("${address}:53")`),
    `addDOHLocal("${doh.address}:443", "${doh.certFile}", "${doh.keyFile}", { "/dns-query" })`,
    `newServer({ address = "${backend}:53" }):setUp()`,
    `newServer({ address = "${doh.resolver}:53", pool = "doh" }):setUp()`,
    "function at(address) local group = newNMG() group:addMask(address) return NetmaskGroupRule(group, false) end",
    addAction(doh.address, { action: 'PoolAction("doh")' }),
    ...actions,
    "",
  ].join("\n");
}

interface Rule {
  readonly condition?: string;
  readonly action: string;
}
const when = (condition: string, action: string): Rule => ({ condition, action });

function addAction(address: string, { condition, action }: Rule): string {
  const at = `at("${address}")`;
  return `addAction(${condition === undefined ? at : `AndRule({ ${at}, ${condition} })`}, ${action})`;
}
