import type { getOctokit } from "@actions/github";
import type { PatchedFile } from "@dcvlint/linter";
import type { Event } from "./event.js";

type Octokit = ReturnType<typeof getOctokit>;
type CreateCheck = NonNullable<Parameters<Octokit["rest"]["checks"]["create"]>[0]>;
type UpdateCheck = NonNullable<Parameters<Octokit["rest"]["checks"]["update"]>[0]>;

/** In ms, for one request. */
const TIMEOUT = 30_000;
/** GitHub lists no more of a pull request, and no more of a comparison. */
const MOST_FILES = 3000;
const MOST_COMPARED = 300;

/** What the step asks GitHub's API for, of the event's repository and nothing else. Every method may reject. */
export class Api {
  private client: Promise<Octokit> | undefined;

  constructor(
    private readonly token: string,
    private readonly event: Event,
  ) {}

  /** The part of the program that speaks HTTP is loaded where there is something to ask. */
  private async rest(): Promise<Octokit["rest"]> {
    this.client ??= import("@actions/github").then(({ getOctokit }) => {
      const octokit = getOctokit(this.token, { log: SILENT });
      octokit.hook.before("request", (options) => {
        options.request = { ...options.request, signal: AbortSignal.timeout(TIMEOUT) };
      });
      return octokit;
    });
    return (await this.client).rest;
  }

  private async all<T>(list: (octokit: Octokit) => AsyncIterable<{ data: T[] }>, most: number): Promise<T[]> {
    await this.rest();
    const found: T[] = [];
    for await (const { data } of list(await this.client!)) {
      found.push(...data);
      if (found.length >= most) break;
    }
    return found;
  }

  private get where(): { owner: string; repo: string } {
    const { owner, repo } = this.event;
    return { owner, repo };
  }

  private get pull(): { owner: string; repo: string; pull_number: number } {
    return { ...this.where, pull_number: this.event.pullRequest! };
  }

  /** Where two commits branched off. */
  async mergeBase(base: string, head: string): Promise<string> {
    const rest = await this.rest();
    const compared = await rest.repos.compareCommitsWithBasehead({ ...this.where, basehead: `${base}...${head}` });
    return compared.data.merge_base_commit.sha;
  }

  private listed: Promise<ListedFile[]> | undefined;

  /** Files of the change, with their patches; asked for once. */
  private files(): Promise<ListedFile[]> {
    const { pullRequest, base, head } = this.event;
    this.listed ??= (async () => {
      if (pullRequest !== undefined) {
        const of = { ...this.pull, per_page: 100 };
        return this.all(({ paginate, rest }) => paginate.iterator(rest.pulls.listFiles, of), MOST_FILES);
      }
      const rest = await this.rest();
      const compared = await rest.repos.compareCommitsWithBasehead({ ...this.where, basehead: `${base}...${head}` });
      return compared.data.files ?? [];
    })();
    return this.listed;
  }

  /** `undefined` where there are more files than the API lists. */
  async changedFiles(): Promise<PatchedFile[] | undefined> {
    const files = await this.files();
    if (files.length >= (this.event.pullRequest === undefined ? MOST_COMPARED : MOST_FILES)) return undefined;
    return files.map(({ filename, status, previous_filename, patch }) => ({
      path: status === "removed" ? undefined : filename,
      oldPath: status === "added" || status === "copied" ? undefined : (previous_filename ?? filename),
      patch,
    }));
  }

  /** By path, the patch that the pull request shows; where there is none, no line can bear a comment. */
  async patches(): Promise<Map<string, string>> {
    const files = await this.files();
    return new Map(files.flatMap(({ filename, patch }) => (patch === undefined ? [] : [[filename, patch]])));
  }

  /** A file as it was at a commit; `undefined` where it can't be had. */
  async oldText(path: string, ref: string): Promise<Uint8Array | undefined> {
    const rest = await this.rest();
    const raw = { mediaType: { format: "raw" }, headers: { accept: "application/vnd.github.raw+json" } };
    const { data } = await rest.repos.getContent({ ...this.where, path, ref, ...raw });
    const text: unknown = data;
    if (typeof text === "string") return new Uint8Array(Buffer.from(text, "utf8"));
    return text instanceof ArrayBuffer ? new Uint8Array(text) : undefined;
  }

  /** Who the token speaks for; `undefined` where that can't be asked, as of a workflow's own. */
  async login(): Promise<string | undefined> {
    const rest = await this.rest();
    return rest.users.getAuthenticated().then(
      ({ data }) => data.login,
      () => undefined,
    );
  }

  async reviews(most: number) {
    return this.all(
      ({ paginate, rest }) => paginate.iterator(rest.pulls.listReviews, { ...this.pull, per_page: 100 }),
      most,
    );
  }

  async comments(most: number) {
    return this.all(
      ({ paginate, rest }) => paginate.iterator(rest.pulls.listReviewComments, { ...this.pull, per_page: 100 }),
      most,
    );
  }

  async createReview(body: string, comments: readonly Comment[]): Promise<void> {
    const rest = await this.rest();
    const sided = comments.map(placed);
    await rest.pulls.createReview({
      ...this.pull,
      commit_id: this.event.head,
      event: "COMMENT",
      body,
      comments: sided,
    });
  }

  async updateReview(review_id: number, body: string): Promise<void> {
    await (await this.rest()).pulls.updateReview({ ...this.pull, review_id, body });
  }

  async createComment(comment: Comment): Promise<void> {
    const rest = await this.rest();
    await rest.pulls.createReviewComment({ ...this.pull, commit_id: this.event.head!, ...placed(comment) });
  }

  async deleteComment(comment_id: number): Promise<void> {
    await (await this.rest()).pulls.deleteReviewComment({ ...this.where, comment_id });
  }

  async createCheck(check: Omit<CreateCheck, "owner" | "repo" | "head_sha">): Promise<number> {
    const rest = await this.rest();
    const created = await rest.checks.create({ ...this.where, head_sha: this.event.head!, ...check } as CreateCheck);
    return created.data.id;
  }

  async updateCheck(check_run_id: number, check: Omit<UpdateCheck, "owner" | "repo" | "check_run_id">): Promise<void> {
    await (await this.rest()).checks.update({ ...this.where, check_run_id, ...check } as UpdateCheck);
  }
}

/** A comment on lines of the new state. */
export interface Comment {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly body: string;
}

interface ListedFile {
  readonly filename: string;
  readonly status: string;
  readonly previous_filename?: string;
  readonly patch?: string;
}

const placed = ({ path, start, end, body }: Comment) => ({
  path,
  body,
  line: end,
  side: "RIGHT" as const,
  ...(start < end ? { start_line: start, start_side: "RIGHT" as const } : {}),
});

/** octokit warns of deprecations and such, in the middle of the log. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
