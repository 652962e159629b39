import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Description } from "./openapi.js";
import { gitIn, type Repository } from "./repository.js";

const description = new Description(JSON.parse(readFileSync(new URL("./github-api.json", import.meta.url), "utf8")));

interface Comment {
  id: number;
  pull_request_review_id: number;
  path: string;
  body: string;
  line: number | null;
  /** Where the comment is on more than one line. */
  start_line?: number;
  commit: string;
  user: User;
  in_reply_to_id?: number;
}
interface User {
  login: string;
  type: string;
}
export interface Check {
  id: number;
  name: string;
  head_sha: string;
  status: string;
  conclusion: string | null;
  title: string;
  summary: string;
  annotations: Record<string, unknown>[];
}

const BOT: User = { login: "github-actions[bot]", type: "Bot" };

/**
 * GitHub's API as far as the Action uses it, on a real repository: what was written is there when it is asked for, rights and
 * diffs are looked at, and both what is asked and what is answered fits GitHub's own description.
 */
export class FakeGitHub {
  readonly reviews: { id: number; body: string; user: User; commit_id: string }[] = [];
  comments: Comment[] = [];
  readonly checks: Check[] = [];
  /** What was asked, `METHOD /path`. */
  readonly asked: string[] = [];
  /** How a request or an answer doesn't fit GitHub's description. */
  readonly violations: string[] = [];
  rights: "none" | "read" | "write" = "write";
  /** Files whose patch is left out, as of large ones. */
  readonly patchless = new Set<string>();
  /** The first request for each of these is answered with a 502. */
  readonly failing = new Set<string>();
  /** Where links lead, when something stands before it. */
  publicUrl: string | undefined;
  private next = 1;
  private server: Server | undefined;

  constructor(private readonly repository: Repository) {}

  /** Returns the environment of a run that talks to it. */
  async start(): Promise<Record<string, string>> {
    this.server = createServer((request, response) => {
      this.answer(request).then(
        ({ status, body, headers = {} }) => {
          const text = body === undefined ? "" : Buffer.isBuffer(body) ? body : JSON.stringify(body);
          const type = body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
          response.writeHead(status, { ...type, ...headers }).end(text);
        },
        (error) => response.writeHead(500).end(String(error)),
      );
    }).listen(0, "127.0.0.1");
    await new Promise((done) => this.server!.once("listening", done));
    return { GITHUB_API_URL: this.url };
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url!, this.url);
    const method = request.method!.toLowerCase();
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = text === "" ? undefined : JSON.parse(text);
    this.asked.push(`${request.method} ${url.pathname}`);
    const operation = description.find(method, url.pathname);
    if (!operation) {
      this.violations.push(`${method} ${url.pathname} is no operation that the Action is known to use`);
      return { status: 404, body: { message: "Not Found" } };
    }
    if (request.headers.authorization !== "token t0ken") return { status: 401, body: { message: "Bad credentials" } };
    const wrong = operation.faultsOfRequest(url.searchParams, body);
    if (wrong.length > 0) {
      this.violations.push(...wrong);
      return { status: 422, body: { message: "Validation Failed" } };
    }
    if (this.failing.delete(`${request.method} ${operation.template}`)) return { status: 502, body: { message: "x" } };
    const refused = this.refused(method, operation.template);
    if (refused) return refused;
    const answer = this.handle(`${method} ${operation.template}`, operation.parameters, url, body, request);
    if (answer.status < 300 && !Buffer.isBuffer(answer.body))
      this.violations.push(...operation.faultsOfAnswer(answer.status, answer.body));
    return answer;
  }

  private refused(method: string, template: string): Answer | undefined {
    // A workflow's own token is nobody's in particular.
    const reads = method === "get" && template !== "/user";
    if (this.rights === "write" ? template !== "/user" : this.rights === "read" && reads) return undefined;
    return { status: 403, body: { message: "Resource not accessible by integration" } };
  }

  private handle(
    operation: string,
    parameters: Record<string, string>,
    url: URL,
    // biome-ignore lint/suspicious/noExplicitAny: the description has judged it.
    body: any,
    request: IncomingMessage,
  ): Answer {
    const pull = "/repos/{owner}/{repo}/pulls/{pull_number}";
    switch (operation) {
      case `get ${pull}/files`:
        return this.page(url, this.files(this.repository.base, this.repository.head));
      case "get /repos/{owner}/{repo}/compare/{basehead}": {
        const [base, head] = parameters.basehead.split("...");
        return { status: 200, body: this.comparison(base, head) };
      }
      case "get /repos/{owner}/{repo}/contents/{path}": {
        if (!request.headers.accept?.includes("raw")) return { status: 415, body: { message: "only raw" } };
        return this.content(url.searchParams.get("ref")!, parameters.path);
      }
      case `get ${pull}/reviews`:
        return this.page(url, this.reviews.map(reviewOf));
      case `post ${pull}/reviews`: {
        for (const comment of body.comments ?? []) {
          const fault = this.misplaced(comment);
          if (fault) return fault;
        }
        const review = { id: this.next++, body: body.body, user: BOT, commit_id: body.commit_id };
        this.reviews.push(review);
        for (const comment of body.comments ?? []) this.addComment(comment, review.id, body.commit_id);
        return { status: 200, body: reviewOf(review) };
      }
      case `put ${pull}/reviews/{review_id}`: {
        const review = this.reviews.find(({ id }) => id === Number(parameters.review_id));
        if (!review) return { status: 404, body: {} };
        review.body = body.body;
        return { status: 200, body: reviewOf(review) };
      }
      case `get ${pull}/comments`:
        return this.page(url, this.comments.map(commentOf));
      case `post ${pull}/comments`:
        return (
          this.misplaced(body) ?? { status: 201, body: commentOf(this.addComment(body, this.next++, body.commit_id)) }
        );
      case "delete /repos/{owner}/{repo}/pulls/comments/{comment_id}": {
        const before = this.comments.length;
        this.comments = this.comments.filter(({ id }) => id !== Number(parameters.comment_id));
        return { status: this.comments.length < before ? 204 : 404 };
      }
      case "post /repos/{owner}/{repo}/check-runs": {
        const { title = "", summary = "", annotations = [] } = body.output ?? {};
        const { name, head_sha, status = "queued", conclusion = null } = body;
        const check = { id: this.next++, name, head_sha, status, conclusion, title, summary, annotations };
        this.checks.push(check);
        return { status: 201, body: checkOf(check) };
      }
      case "patch /repos/{owner}/{repo}/check-runs/{check_run_id}": {
        const check = this.checks.find(({ id }) => id === Number(parameters.check_run_id))!;
        check.annotations.push(...(body.output?.annotations ?? []));
        check.status = body.status ?? check.status;
        check.conclusion = body.conclusion ?? check.conclusion;
        return { status: 200, body: checkOf(check) };
      }
      default:
        return { status: 404, body: { message: "Not Found" } };
    }
  }

  private page(url: URL, all: readonly unknown[]): Answer {
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url.pathname + url.search, this.publicUrl ?? this.url);
    next.searchParams.set("page", String(page + 1));
    const headers: Record<string, string> = page * size < all.length ? { link: `<${next}>; rel="next"` } : {};
    return { status: 200, body: all.slice((page - 1) * size, page * size), headers };
  }

  private files(base: string, head: string) {
    const git = (...args: string[]) => gitIn(this.repository.path, ...args);
    const raw = git("diff", "--raw", "-z", "-M", "--no-abbrev", `${base}...${head}`).split("\0");
    const files: FileEntry[] = [];
    for (let at = 0; at + 1 < raw.length; ) {
      const [, , , blob, status] = raw[at++].split(" ");
      const previous = status.startsWith("R") ? raw[at++] : undefined;
      const filename = raw[at++];
      const text = git("diff", "-M", `${base}...${head}`, "--", ...(previous ? [previous] : []), filename);
      const hunks = text.indexOf("\n@@ ");
      const patch = hunks < 0 || this.patchless.has(filename) ? undefined : text.slice(hunks + 1).replace(/\n$/, "");
      const link = `${this.url}/x/${encodeURIComponent(filename)}`;
      files.push({
        sha: blob,
        filename,
        status: STATUS[status[0]],
        additions: 1,
        deletions: 1,
        changes: 2,
        blob_url: link,
        raw_url: link,
        contents_url: link,
        ...(patch === undefined ? {} : { patch }),
        ...(previous === undefined ? {} : { previous_filename: previous }),
      });
    }
    return files;
  }

  private comparison(base: string, head: string) {
    const merge = gitIn(this.repository.path, "merge-base", base, head).trim();
    const url = `${this.url}/x`;
    return {
      url,
      html_url: url,
      permalink_url: url,
      diff_url: url,
      patch_url: url,
      base_commit: commitOf(base, url),
      merge_base_commit: commitOf(merge, url),
      status: "ahead",
      ahead_by: 1,
      behind_by: 0,
      total_commits: 1,
      commits: [],
      files: this.files(base, head).slice(0, 300),
    };
  }

  private content(ref: string, path: string): Answer {
    try {
      const body = Buffer.from(gitIn(this.repository.path, "show", `${ref}:${path}`), "utf8");
      return { status: 200, body, headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" } };
    } catch {
      return { status: 404, body: { message: "Not Found" } };
    }
  }

  /** GitHub takes comments on lines that the diff shows, and a range only within a hunk. */
  private misplaced({ path, line, start_line = line }: { path: string; line: number; start_line?: number }) {
    const file = this.files(this.repository.base, this.repository.head).find(({ filename }) => filename === path);
    const hunks = [...(file?.patch ?? "").matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, from, n]) => [
      Number(from),
      Number(from) + Number(n ?? 1) - 1,
    ]);
    if (start_line <= line && hunks.some(([from, to]) => from <= start_line && line <= to)) return undefined;
    return { status: 422, body: { message: "pull_request_review_thread.line must be part of the diff" } };
  }

  addComment(
    {
      path,
      body,
      line,
      start_line,
      in_reply_to_id,
    }: Pick<Comment, "path" | "body" | "start_line" | "in_reply_to_id"> & {
      line: number;
    },
    review: number,
    commit = this.repository.head,
    user = BOT,
  ): Comment {
    const comment = {
      id: this.next++,
      pull_request_review_id: review,
      path,
      body,
      line,
      start_line,
      commit,
      user,
      in_reply_to_id,
    };
    this.comments.push(comment);
    return comment;
  }

  /** Pushes to the pull request. A comment goes with its line, and is outdated where that is gone. */
  push(files: Parameters<Repository["commit"]>[0]): void {
    const before = this.repository.head;
    const after = this.repository.commit(files);
    for (const comment of this.comments) {
      if (comment.line === null) continue;
      comment.line = moved(this.repository.path, before, after, comment.path, comment.line);
    }
  }
}

/** Where a line stands in a later commit; null where it was changed. */
function moved(cwd: string, before: string, after: string, path: string, line: number): number | null {
  const diff = gitIn(cwd, "diff", "-U0", before, after, "--", path);
  let shift = 0;
  for (const [, from, removed = "1", , added = "1"] of diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)) {
    const start = Number(from);
    if (Number(removed) > 0 && start <= line && line < start + Number(removed)) return null;
    if (start < line) shift += Number(added) - Number(removed);
  }
  return line + shift;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

type FileEntry = Record<string, unknown> & { filename: string; patch?: string };
const STATUS: Record<string, string> = { A: "added", M: "modified", D: "removed", R: "renamed", T: "changed" };

const LINK = { href: "https://api.github.test/x" };
const AT = "2026-11-24T00:00:00Z";

const userOf = ({ login, type }: User) => {
  const url = LINK.href;
  return {
    login,
    type,
    id: 1,
    node_id: "x",
    site_admin: false,
    ...Object.fromEntries(
      [
        "avatar_url",
        "url",
        "html_url",
        "followers_url",
        "following_url",
        "gists_url",
        "starred_url",
        "subscriptions_url",
        "organizations_url",
        "repos_url",
        "events_url",
        "received_events_url",
      ].map((name) => [name, url]),
    ),
    gravatar_id: null,
  };
};

const reviewOf = ({ id, body, user, commit_id }: FakeGitHub["reviews"][number]) => ({
  id,
  node_id: "x",
  user: userOf(user),
  body,
  state: "COMMENTED",
  html_url: LINK.href,
  pull_request_url: LINK.href,
  _links: { html: LINK, pull_request: LINK },
  submitted_at: AT,
  commit_id,
  author_association: "NONE",
});

const commentOf = ({ id, pull_request_review_id, path, body, line, commit, user, in_reply_to_id }: Comment) => ({
  id,
  pull_request_review_id,
  path,
  body,
  // GitHub answers null where a comment is outdated, though its description has no such thing.
  ...(line === null ? {} : { line }),
  url: LINK.href,
  node_id: "x",
  diff_hunk: "@@",
  commit_id: commit,
  original_commit_id: commit,
  user: userOf(user),
  created_at: AT,
  updated_at: AT,
  html_url: LINK.href,
  pull_request_url: LINK.href,
  author_association: "NONE",
  _links: { self: LINK, html: LINK, pull_request: LINK },
  ...(in_reply_to_id === undefined ? {} : { in_reply_to_id }),
});

const checkOf = ({ id, name, head_sha, status, conclusion, title, summary, annotations }: Check) => ({
  id,
  head_sha,
  node_id: "x",
  external_id: "",
  url: LINK.href,
  html_url: LINK.href,
  details_url: LINK.href,
  status,
  conclusion,
  started_at: AT,
  completed_at: null,
  output: { title, summary, text: null, annotations_count: annotations.length, annotations_url: LINK.href },
  name,
  check_suite: { id: 1 },
  app: null,
  pull_requests: [],
});

const commitOf = (sha: string, url: string) => ({
  url,
  sha,
  node_id: "x",
  html_url: url,
  comments_url: url,
  commit: {
    url,
    author: { name: "t", email: "t@example.com", date: AT },
    committer: { name: "t", email: "t@example.com", date: AT },
    message: "x",
    comment_count: 0,
    tree: { sha, url },
  },
  author: null,
  committer: null,
  parents: [],
});
