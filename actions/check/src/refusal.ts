/** Why GitHub didn't take something, for a notice; its own text isn't repeated, since a stranger may have a part in it. */
export function refusal(what: string, error: unknown): string {
  const { status } = error as { status?: unknown };
  if (status === 403 || status === 401 || status === 404)
    return `${what}: the token has no right to it (${status}), as on pull requests from forks. What was found stands in the annotations and the summary.`;
  const why = typeof status === "number" ? `GitHub answers ${status}` : "GitHub doesn't answer";
  return `${what}: ${why}. What was found stands in the annotations and the summary.`;
}
