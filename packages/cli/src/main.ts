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
  const { runCommand } = await import("./command.js");
  return runCommand(argv);
}

/** Set by the build. */
export const VERSION = process.env.DCVLINT_VERSION ?? "0.0.0";
