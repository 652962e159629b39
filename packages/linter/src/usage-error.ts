/** The job couldn't be done as asked; the message is one sentence for the user, naming the file or option. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
