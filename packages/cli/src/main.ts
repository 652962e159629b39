/** Set by the build. */
export const VERSION = process.env.DCVLINT_VERSION ?? "0.0.0";

/** The command: arguments in, exit code out. What a command needs is loaded when it is called. */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that stops reading (`dcvlint | head`) is no failure of ours.
    if (error.code !== "EPIPE") fail(`what was to be printed can't be written (${error.code})`);
  });
  process.stderr.on("error", () => {});
  process.on("uncaughtException", confess).on("unhandledRejection", confess);
  try {
    const { runCommand } = await import("./command.js");
    return await runCommand(argv);
  } catch (error) {
    await confess(error);
    return 2;
  }
}

/** Never exit 1 by accident: that means "findings". */
async function confess(error: unknown): Promise<never> {
  return fail(
    `this is a fault of dcvlint's own (version ${VERSION}), please report it\n${(error as Error)?.stack ?? error}`,
  );
}

async function fail(text: string): Promise<never> {
  const { complain } = await import("./output.js");
  complain(`dcvlint: ${text}`);
  process.exit(2);
}
