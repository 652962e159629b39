import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** A name server that takes every query and answers none: not the same as a closed port, which is noticed at once. */
export async function startSilent(address: string): Promise<() => void> {
  const udp = createSocket("udp4");
  const taken = new Set<Socket>();
  const tcp = createServer((socket) => {
    taken.add(socket);
    socket.on("error", () => {}).on("close", () => taken.delete(socket));
    socket.resume();
  });
  udp.bind(53, address);
  tcp.listen(53, address);
  await Promise.all([once(udp, "listening"), once(tcp, "listening")]);
  return () => {
    udp.close();
    tcp.close();
    for (const socket of taken) socket.destroy();
  };
}
