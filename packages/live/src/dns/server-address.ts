import { isIP } from "node:net";
import type { Failure } from "./failure.js";
import type { Server } from "./message.js";

/** 4 or 6. */
export const familyOf = (server: Server): number => isIP(server.address);

/** Why a server can't be asked at all. Names are never resolved here: whoever has a name resolves it first. */
export function findAddressFault({ address, port, localAddress }: Server): Failure | undefined {
  const family = isIP(address);
  let detail: string | undefined;
  if (family === 0) detail = address === "" ? "its address isn't known" : `"${address}" is not an IP address`;
  else if (!Number.isInteger(port) || port < 1 || port > 65535) detail = `${port} is not a port`;
  else if (localAddress !== undefined && isIP(localAddress) !== family) {
    detail = `${localAddress} can't be the source address towards ${address}`;
  }
  return detail === undefined ? undefined : { reason: "unreachable", detail };
}

/** Where and from where a stream goes, for `net.connect` and what builds on it. */
export const socketOptions = ({ address, port, localAddress }: Server) => ({
  host: address,
  port,
  family: isIP(address),
  ...(localAddress !== undefined && { localAddress }),
});
