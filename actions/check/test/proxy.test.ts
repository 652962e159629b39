import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { FakeGitHub } from "./fake-github.js";
import { gitIn, Repository } from "./repository.js";
import { places, pullRequest, run } from "./runner.js";
import { FAULTY, missingDot } from "./zones.js";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A proxy that notes what it is asked for, by CONNECT or with a whole URL. */
async function startProxy() {
  const asked: string[] = [];
  const proxy = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { method, headers } = incoming;
    // The name is one that nobody but this proxy knows.
    incoming.pipe(
      request(incoming.url!.replace("api.github.test", "127.0.0.1"), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  proxy.on("connect", ({ url }, socket, head) => {
    asked.push(`CONNECT ${url}`);
    const far = connect(Number(url!.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      far.write(head);
      far.pipe(socket).pipe(far);
    });
    for (const end of [far, socket]) end.on("error", () => {});
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  closing.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { asked, url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}

test("a runner behind a proxy reaches the API through it", async () => {
  const repository = new Repository({ "z.zone": FAULTY }, { "z.zone": FAULTY + missingDot() });
  const fake = new FakeGitHub(repository);
  const env = await fake.start();
  closing.push(() => fake.stop());
  const proxy = await startProxy();
  const path = repository.checkOutMerge();
  gitIn(path, "remote", "set-url", "origin", "file:///nowhere/at/all");
  // Addresses of this machine are never asked for through a proxy, names are.
  const api = env.GITHUB_API_URL.replace("127.0.0.1", "api.github.test");
  const behind = { GITHUB_API_URL: api, http_proxy: proxy.url };
  const ran = await run(path, pullRequest(repository), { token: "t0ken" }, behind);
  expect(proxy.asked.length).toBeGreaterThan(0);
  expect(proxy.asked[0]).toContain("api.github.test");
  expect(fake.asked).toEqual(["GET /repos/o/r/pulls/1/files"]);
  expect(places(ran)).toEqual(["error z.zone:8 missing-trailing-dot"]);
});
