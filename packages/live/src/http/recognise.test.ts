import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { recogniseAnswer } from "./recognise.js";
import { MARKS } from "./recognise-marks.js";
import type { HttpResponse } from "./reply.js";

type Sample = [name: string, status: number, headers: Record<string, string>, body: string];

const reply = (status: number, headers: Record<string, string>, body: string | Uint8Array): HttpResponse => ({
  kind: "response",
  status,
  headers,
  body: typeof body === "string" ? Buffer.from(body) : body,
  bodyTruncated: false,
  ms: 1,
});

const HTML = { "content-type": "text/html; charset=utf-8" };

const CHALLENGE = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>
<script>(function(){window._cf_chl_opt = {cvId: '3'};})();</script></body></html>`;
const NGINX_404 =
  "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.27.1</center>\r\n</body>\r\n</html>\r\n";
const AKAMAI = `<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>
You don't have permission to access "http&#58;&#47;&#47;example&#46;com&#47;" on this server.<P>
Reference&#32;&#35;18&#46;c6a50517&#46;1514639126&#46;176b29a</BODY></HTML>`;
const CLOUDFRONT = `<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>
<H1>403 ERROR</H1><H2>The request could not be satisfied.</H2><HR>Request blocked.</BODY></HTML>`;

test.each<[...Sample, kind: string, vendor: string | undefined]>([
  ["Cloudflare's header", 403, { "cf-mitigated": "challenge" }, "", "challenge-page", "Cloudflare"],
  ["Cloudflare's page", 503, HTML, CHALLENGE, "challenge-page", "Cloudflare"],
  ["AWS WAF's header", 202, { "x-amzn-waf-action": "challenge" }, "", "challenge-page", "AWS WAF"],
  ["Anubis", 200, HTML, '<!doctype html><script id="anubis_challenge" type="x">', "challenge-page", "Anubis"],
  ["Cloudflare's firewall", 403, HTML, "<h1>Sorry, you have been blocked</h1> Cloudflare", "block-page", "Cloudflare"],
  ["Akamai", 403, HTML, AKAMAI, "block-page", "Akamai"],
  ["CloudFront", 403, { ...HTML, "x-amz-cf-id": "x==" }, CLOUDFRONT, "block-page", "Amazon CloudFront"],
  ["Imperva", 200, HTML, "Request unsuccessful. Incapsula incident ID: 1-2", "block-page", "Imperva"],
  ["Sucuri", 403, { "x-sucuri-block": "EXPVP16" }, "", "block-page", "Sucuri"],
  [
    "F5",
    200,
    HTML,
    "The requested URL was rejected. Please consult with your administrator.",
    "block-page",
    "F5 BIG-IP",
  ],
  [
    "nginx at the wrong port",
    400,
    HTML,
    "400 The plain HTTP request was sent to HTTPS port",
    "plain-on-tls-port",
    "nginx",
  ],
  ["Access", 302, { location: "https://t.cloudflareaccess.com/cdn-cgi/x" }, "", "login-page", "Cloudflare Access"],
  ["HTTP's own login", 401, { "www-authenticate": "Basic" }, "", "login-page", undefined],
  ["a form", 200, HTML, "<html><form><input name=p type='password'></form>", "login-page", undefined],
  ["Sedo", 200, HTML, '<html><script src="https://img.sedoparking.com/x.js">', "parking-page", "Sedo"],
  [
    "GoDaddy",
    200,
    HTML,
    '<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>',
    "parking-page",
    "GoDaddy",
  ],
  ["nginx's first page", 200, HTML, "<html><title>Welcome to nginx!</title>", "default-page", "nginx"],
  ["nginx's 404", 404, HTML, NGINX_404, "default-page", "nginx"],
  ["Apache's first page", 200, HTML, "<html><body><h1>It works!</h1></body></html>", "default-page", "Apache"],
  ["Vercel's 404", 404, { server: "Vercel" }, "The page could not be found\n\nNOT_FOUND\n", "default-page", "Vercel"],
  ["GitHub Pages", 404, HTML, "<p>There isn't a GitHub Pages site here.</p>", "default-page", "GitHub Pages"],
  ["an application", 200, HTML, '\ufeff<!DOCTYPE html>\n<html><div id="root"></div>', "html-shell", undefined],
])("%s is known", (_, status, headers, body, kind, vendor) => {
  expect(recogniseAnswer(reply(status, headers, body))).toEqual({ kind, vendor });
});

test.each<Sample>([
  ["a file", 200, { "content-type": "text/plain" }, "token.thumbprint\n"],
  ["a file that is called HTML", 200, HTML, "token.thumbprint\n"],
  ["a file behind Cloudflare", 200, { server: "cloudflare", "cf-ray": "1" }, "token.thumbprint"],
  ["HTML that isn't called so", 200, { "content-type": "text/plain" }, "<html><body>x</body></html>"],
  ["a 404 of nobody in particular", 404, HTML, "<html><h1>Not Found</h1></html>"],
  ["a text on nginx", 404, HTML, "<html><p>How to change <hr><center>nginx</center></p></html>"],
  ["a bare 403", 403, {}, ""],
  ["a redirect elsewhere", 302, { location: "https://example.com/?u=https://t.cloudflareaccess.com/" }, ""],
  ["nothing", 200, {}, ""],
])("%s is not", (_, status, headers, body) => {
  expect(recogniseAnswer(reply(status, headers, body))).toBeUndefined();
});

test("a body that is compressed isn't read", () => {
  const answer = { ...reply(200, HTML, gzipSync("<html>")), contentCoding: "gzip" };
  expect(recogniseAnswer(answer)).toBeUndefined();
});

test("a failure is nobody's page", () => {
  const failure = { kind: "failure", reason: "timeout", phase: "connect", detail: "", ms: 1 } as const;
  expect(recogniseAnswer(failure)).toBeUndefined();
});

test("each mark says where it comes from, and asks for something", () => {
  for (const { source, headers, body } of MARKS) {
    expect(source.length).toBeGreaterThan(10);
    expect(Object.keys(headers ?? {}).length + (body ?? []).length).toBeGreaterThan(0);
  }
});

test("a body made to hold the marks up is read in a moment", () => {
  for (const piece of ["<input ", "<!--", "<html>\n", " ", "Access Denied", "<hr><center>nginx"]) {
    recogniseAnswer(reply(200, HTML, piece.repeat(200_000)));
    recogniseAnswer(reply(403, HTML, piece.repeat(200_000)));
  }
});
