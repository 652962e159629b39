/** Set by the build. */
export const VERSION = process.env.DCVLINT_VERSION ?? "0.0.0";

/** The command: arguments in, exit code out. What a command needs is loaded when it is called. */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  // A reader that stops reading (`dcvlint | head`) is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    const { runCommand } = await import("./command.js");
    return await runCommand(argv);
  } catch (error) {
    // Never exit 1 by accident: that means "findings".
    process.stderr.write(
      `dcvlint: this is a fault of dcvlint's own, please report it\n${(error as Error).stack ?? error}\n`,
    );
    return 2;
  }
}
