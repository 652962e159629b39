import { createHash } from "node:crypto";
import type { LintResult } from "@dcvlint/core";
import { codeSpan, count, forMarkdown, ruleLink, type Suggestion, suggestionsOf } from "@dcvlint/report";
import type { Api, Comment } from "./api.js";
import { linesInDiff } from "./diff-lines.js";
import type { Published } from "./published.js";
import { refusal } from "./refusal.js";

/** Nobody accepts more by hand, and GitHub takes long over large reviews. */
const MOST_COMMENTS = 30;
const MOST_LISTED = 20;
/** Of what is there already, this much is looked at. */
const MOST_KNOWN = 2000;

/** The fixes as one review of suggestions; on the next push that review is brought up to date, and nothing is posted twice. */
export async function publishReview({ api, event, all, judged, scope, top, say }: Published): Promise<void> {
  if (event.pullRequest === undefined) return;
  if (!api || event.head === undefined) return say.notice("Suggestions need a token, and none was given.");
  try {
    const context = judged.contextFor(top);
    const suggestions = suggestionsOf(all, context);
    // What is posted belongs to this step: another one, or another job of a matrix, has a review of its own.
    const key = hash(
      [process.env.GITHUB_WORKFLOW, process.env.GITHUB_JOB, process.env.GITHUB_ACTION, scope].join("\n"),
    );
    const patches = suggestions.length > 0 ? await api.patches() : new Map<string, string>();
    const placeable: Suggestion[] = [];
    for (const suggestion of suggestions) {
      const patch = patches.get(context.pathFor(suggestion.file));
      if (placeable.length < MOST_COMMENTS && patch !== undefined && isShown(suggestion, patch, context.readLine))
        placeable.push(suggestion);
    }
    const seen = new Map<string, number>();
    const comments = placeable.map((suggestion) => commentOf(suggestion, context.pathFor(suggestion.file), key, seen));
    const body = bodyOf(all, placeable, key, (file, line) => `${context.pathFor(file)}:${line}`);
    await bringUpToDate(api, key, comments, body);
  } catch (error) {
    say.notice(refusal("The review wasn't written", error));
  }
}

/** Does the patch show these lines, and as they stand here? Where the base has moved on, a merge shifts them. */
function isShown(
  { file, start, end }: Suggestion,
  patch: string,
  readLine: (file: string, line: number) => string | undefined,
): boolean {
  return linesInDiff(patch).some((lines) => {
    for (let line = start; line <= end; line++)
      if (!lines.has(line) || lines.get(line) !== readLine(file, line)) return false;
    return true;
  });
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const MARK = "<!-- dcvlint:";

/** A comment's mark is made of what it says, not of its line, so that it is known again when lines move. */
function commentOf({ start, end, body }: Suggestion, path: string, key: string, seen: Map<string, number>): Comment {
  const id = hash(`${path}\n${body}`);
  const times = seen.get(id) ?? 0;
  seen.set(id, times + 1);
  return { path, start, end, body: `${MARK}${key}:${id}:${times} -->\n${body}` };
}

function bodyOf(
  { findings, rules }: LintResult,
  placed: readonly Suggestion[],
  key: string,
  place: (file: string, line: number) => string,
): string {
  const offered = new Set(placed.flatMap(({ findings }) => findings));
  const others = findings.filter((finding) => finding.fix && !offered.has(finding));
  const lines = others.slice(0, MOST_LISTED).map(({ rule, fix }) => {
    const { span } = fix!.edits[0];
    return `- ${codeSpan(place(span.file, span.start.line))} ${ruleLink(rule, rules.get(rule))}: ${forMarkdown(fix!.title.slice(0, 300))}`;
  });
  if (others.length > lines.length)
    lines.push(`- … and ${count(others.length - lines.length, "more fix").replace("fixs", "fixes")}`);
  return [
    `${MARK}${key} -->`,
    placed.length > 0
      ? `dcvlint suggests ${count(placed.length, "change")} below; each is to be accepted by hand.`
      : "dcvlint has no suggestion for lines of this diff.",
    ...(lines.length > 0
      ? [`Fixes for lines that the diff doesn't show, or of several places:\n\n${lines.join("\n")}`]
      : []),
  ].join("\n\n");
}

async function bringUpToDate(api: Api, key: string, comments: readonly Comment[], body: string): Promise<void> {
  const isOurs = await oursBy(api);
  const mark = `${MARK}${key}`;
  const [reviews, known] = await Promise.all([api.reviews(MOST_KNOWN), api.comments(MOST_KNOWN)]);
  const review = reviews.find((review) => review.body?.startsWith(`${mark} -->`) && isOurs(review.user));
  const posted = known.filter(({ body, user }) => body.startsWith(`${mark}:`) && isOurs(user));
  const answered = new Set(known.map(({ in_reply_to_id }) => in_reply_to_id));
  const wanted = new Map(comments.map((comment) => [markOf(comment.body), comment]));
  for (const { id, body, line } of posted) {
    // One whose line is gone is outdated: it is posted anew where it stands now.
    if (line && wanted.delete(markOf(body))) continue;
    if (!answered.has(id)) await api.deleteComment(id);
  }
  if (!review) {
    if (wanted.size > 0) await api.createReview(body, [...wanted.values()]);
    return;
  }
  if (review.body !== body) await api.updateReview(review.id, body);
  for (const comment of wanted.values()) await api.createComment(comment);
}

const markOf = (body: string): string => body.slice(0, body.indexOf("\n"));

/** A stranger may copy a mark, so it counts only where the token's owner wrote it; a workflow's own token writes as a bot. */
async function oursBy(api: Api): Promise<(user: { login: string; type: string } | null | undefined) => boolean> {
  const login = await api.login();
  return (user) => (login === undefined ? user?.type === "Bot" : user?.login === login);
}
