export type AnswerKind =
  /** A firewall refused the request. */
  | "block-page"
  /** A visitor has to prove that there is a browser. */
  | "challenge-page"
  | "login-page"
  /** The name is parked. */
  | "parking-page"
  /** The page that a server or a platform shows where nothing was set up or nothing was found. */
  | "default-page"
  /** We spoke plain HTTP on a port for TLS, and the server says so. */
  | "plain-on-tls-port"
  /** A web page, and status 200, where a file was asked for: an application that answers every path alike. */
  | "html-shell";

/** How an answer of one kind is known. All that is given must fit. */
export interface Mark {
  readonly kind: AnswerKind;
  readonly vendor?: string;
  /** Any of them. */
  readonly statuses?: readonly number[];
  readonly headers?: Readonly<Record<string, RegExp>>;
  /** All of them, in the first 16 KiB of a body that isn't compressed. */
  readonly body?: readonly RegExp[];
  /** Where it can be read, or was seen. */
  readonly source: string;
}

/**
 * The first that fits counts, so that what is more particular comes first. Sources read on 2026-11-24. Left out for want
 * of one that could be read: Netlify's 404, Vercel's login, the bare 403 of AWS WAF behind a load balancer.
 */
export const MARKS: readonly Mark[] = [
  // ── challenges ──
  {
    kind: "challenge-page",
    vendor: "Cloudflare",
    headers: { "cf-mitigated": /^challenge$/i },
    source: "https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response",
  },
  {
    kind: "challenge-page",
    vendor: "Cloudflare",
    statuses: [403, 429, 503],
    body: [/<title>Just a moment\.\.\./i, /_cf_chl_opt|\/cdn-cgi\/challenge-platform\//],
    source: "https://docs.rs/parse-book-source/0.5.0/parse_book_source/fetch/fn.is_challenge.html",
  },
  {
    kind: "challenge-page",
    vendor: "AWS WAF",
    headers: { "x-amzn-waf-action": /^(?:challenge|captcha)$/i },
    source: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html",
  },
  {
    kind: "challenge-page",
    vendor: "Anubis",
    body: [/<script id="anubis_challenge"/],
    source: "https://github.com/EnableSecurity/wafw00f/blob/master/wafw00f/plugins/anubis.py",
  },

  // ── firewalls ──
  {
    kind: "block-page",
    vendor: "Cloudflare",
    statuses: [403],
    body: [/Cloudflare/i, /Sorry, you have been blocked|error code:? ?1020/i],
    source: "https://cloudsecuritytips.org/2026/05/18/cloudflare-error-1020-access/",
  },
  {
    kind: "block-page",
    vendor: "Akamai",
    statuses: [403],
    body: [/Access Denied/i, /You don't have permission to access/i, /Reference(?: |&#32;)(?:#|&#35;)/i],
    source: "https://www.simplefastwebsites.com/errors/security/akamai-reference-18-access-denied/",
  },
  {
    kind: "block-page",
    vendor: "Amazon CloudFront",
    statuses: [403],
    headers: { "x-amz-cf-id": /./ },
    body: [/The request could not be satisfied/i, /Request blocked/i],
    source: "https://repost.aws/knowledge-center/cloudfront-error-request-blocked",
  },
  {
    kind: "block-page",
    vendor: "Imperva",
    body: [/Incapsula incident ID/i],
    source: "https://scrappey.com/qa/web-automation/how-imperva-detects-bots",
  },
  {
    kind: "block-page",
    vendor: "Imperva",
    body: [/This page can't be displayed\./i, /The incident ID is:/i],
    source: "https://github.com/EnableSecurity/wafw00f/blob/master/wafw00f/plugins/imperva.py",
  },
  {
    kind: "block-page",
    vendor: "Sucuri",
    headers: { "x-sucuri-block": /./ },
    source: "https://github.com/EnableSecurity/wafw00f/blob/master/wafw00f/plugins/sucuri.py",
  },
  {
    kind: "block-page",
    vendor: "Sucuri",
    body: [/Sucuri Website Firewall/i, /Access Denied/i],
    source: "https://github.com/EnableSecurity/wafw00f/blob/master/wafw00f/plugins/sucuri.py",
  },
  {
    kind: "block-page",
    vendor: "F5 BIG-IP",
    body: [/The requested URL was rejected/i, /Please consult with your administrator/i],
    source: "https://github.com/EnableSecurity/wafw00f/blob/master/wafw00f/plugins/f5bigipasm.py",
  },

  // ── the wrong port ──
  {
    kind: "plain-on-tls-port",
    vendor: "nginx",
    statuses: [400],
    body: [/The plain HTTP request was sent to HTTPS port/],
    source: "https://github.com/nginx/nginx/blob/master/src/http/ngx_http_special_response.c",
  },
  {
    kind: "plain-on-tls-port",
    vendor: "Go",
    statuses: [400],
    body: [/^Client sent an HTTP request to an HTTPS server/],
    source: "https://github.com/golang/go/blob/master/src/net/http/server.go",
  },
  {
    kind: "plain-on-tls-port",
    vendor: "Apache",
    statuses: [400],
    body: [/You're speaking plain HTTP to an SSL-enabled server port/],
    source: "https://github.com/apache/httpd/blob/trunk/modules/ssl/ssl_engine_kernel.c",
  },

  // ── logins ──
  {
    kind: "login-page",
    vendor: "Cloudflare Access",
    statuses: [301, 302, 303, 307],
    headers: { location: /^https:\/\/[a-z0-9-]{1,63}\.cloudflareaccess\.com\//i },
    source: "https://uptrace.dev/get/auth-cloudflare.html",
  },
  {
    kind: "login-page",
    statuses: [401],
    headers: { "www-authenticate": /./ },
    source: "https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1",
  },
  {
    kind: "login-page",
    statuses: [200, 401, 403],
    headers: { "content-type": /^text\/html\b/i },
    body: [/<input\b[^>]{0,300}\btype\s*=\s*["']?password\b/i],
    source: "https://html.spec.whatwg.org/multipage/input.html#password-state-(type=password)",
  },

  // ── parked names ──
  {
    kind: "parking-page",
    vendor: "Sedo",
    headers: { "content-type": /^text\/html\b/i },
    body: [/(?:src|href)=["']https?:\/\/(?:img\.)?sedoparking\.com\//i],
    source: "https://github.com/intrigueio/intrigue-ident/blob/develop/checks/http/sedo.rb",
  },
  {
    kind: "parking-page",
    vendor: "GoDaddy",
    statuses: [200],
    body: [
      /^\s*<!DOCTYPE html><html><head><script>(?:window\.onload=function\(\)\{)?window\.location\.href="\/lander"/i,
    ],
    source: "stub of 114 octets, quoted alike in several public repositories",
  },

  // ── what a server shows of itself ──
  {
    kind: "default-page",
    vendor: "nginx",
    statuses: [200],
    body: [/<title>Welcome to nginx!<\/title>/],
    source: "https://github.com/nginx/nginx/blob/master/docs/html/index.html",
  },
  {
    kind: "default-page",
    vendor: "nginx",
    statuses: [403, 404, 500, 502, 503, 504],
    body: [
      /^\s*<html>\s{1,4}<head><title>\d{3} [A-Za-z -]{1,40}<\/title><\/head>/,
      /<hr><center>nginx(?:\/[\d.]{1,12})?/,
    ],
    source: "https://github.com/acmesh-official/acme.sh/issues/217",
  },
  {
    kind: "default-page",
    vendor: "Apache",
    statuses: [200],
    body: [/<h1>It works!<\/h1>/],
    source: "https://github.com/apache/httpd/blob/trunk/docs/docroot/index.html",
  },
  {
    kind: "default-page",
    vendor: "Vercel",
    statuses: [404],
    headers: { server: /^Vercel$/i },
    body: [/\bNOT_FOUND\b/],
    source: "https://vercel.com/docs/errors/NOT_FOUND",
  },
  {
    kind: "default-page",
    vendor: "GitHub Pages",
    statuses: [404],
    body: [/There isn't a GitHub Pages site here/],
    source: "words quoted alike in several public repositories",
  },

  // ── and the rest that is HTML ──
  {
    kind: "html-shell",
    statuses: [200],
    headers: { "content-type": /^text\/html\b/i },
    body: [/^\s*(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html)\b/i],
    source: "https://html.spec.whatwg.org/multipage/syntax.html#writing",
  },
];
