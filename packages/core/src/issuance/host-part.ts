import { findAddresses, reservedOf } from "./host-addresses.js";
import type { Inquiry, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import { judgeAlpn, judgeWeb } from "./web-part.js";

/** The CA connects to the host: there must be an address that it can reach, and behind it what it looks for. */
export function* judgeHost(
  request: IssuanceRequest,
  method: string,
  knowledge: Knowledge,
  inquiry: Inquiry,
  hasWeb: boolean,
): Judging<void> {
  const { name } = request;
  const hosts = yield* findAddresses(name, request, inquiry);
  if (!hosts) return;
  const { isKnown, evidence } = hosts;
  const addresses = [...hosts.v6, ...hosts.v4];
  const data = { host: name.toString(), method };
  if (isKnown && addresses.length === 0) {
    inquiry.findings.push({ rule: "no-address", message: "none", data, evidence, blamed: [] });
    return;
  }
  const reserved = addresses.flatMap((address) => reservedOf(address, knowledge) ?? []);
  if (isKnown && reserved.length === addresses.length) {
    // One of documentation stands for another one, which nobody knows.
    const isSample = reserved.some(({ kind }) => kind.includes("documentation"));
    const severity = isSample ? "warning" : "error";
    const unreachable = { ...data, ...reserved[0] };
    const common = { rule: "reserved-address", message: "unreachable", blamed: hosts.declared };
    inquiry.findings.push({ ...common, data: unreachable, severity, evidence });
    if (!isSample) return;
  }
  if (!hasWeb || method === "load-balancer") {
    inquiry.unknown.push(`Whether the CA reaches "${name}" by ${method}, and what it finds there, files don't tell.`);
    return;
  }
  if (addresses.length === 0) return;
  if (method === "tls-alpn-01") yield* judgeAlpn(request, hosts, inquiry);
  else yield* judgeWeb(request, method, hosts, knowledge, inquiry);
}
