import { METHODS, UsageError } from "@dcvlint/linter";
import { Command, CommanderError, Help, InvalidArgumentError, Option } from "commander";
import { lintCommand } from "./lint.js";
import { VERSION } from "./main.js";
import { complain, complainOf } from "./output.js";
import { recordsCommand } from "./records.js";
import { rulesCommand } from "./rules.js";

const collect = (value: string, before: string[]): string[] => [...before, value];

const FORMATS = ["pretty", "json", "sarif", "github", "junit", "markdown", "html"];

function format(value: string, before: string[]): string[] {
  const name = value.split("=")[0];
  if (!FORMATS.includes(name)) throw new InvalidArgumentError(`Formats are ${FORMATS.join(", ")}.`);
  return [...before, value];
}

const CHECK_FORMATS = ["pretty", "json", "markdown", "html"];

function checkFormat(value: string, before: string[]): string[] {
  if (!CHECK_FORMATS.includes(value.split("=")[0]))
    throw new InvalidArgumentError(`Formats are ${CHECK_FORMATS.join(", ")}.`);
  return [...before, value];
}

/** Runs a command line. 0 and 1 are verdicts; 2 means that the job couldn't be done, with one sentence on stderr. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command("dcvlint")
    .description("Tells which DNS changes would break a TLS certificate, before they ship.")
    .version(VERSION, "-V, --version")
    .enablePositionalOptions()
    .configureOutput({ writeErr: (text) => complain(text.replace(/\n$/, "")) })
    .configureHelp({
      // That an option which may be repeated begins empty is no news.
      optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: \[\]\)$/, ""),
    })
    .addHelpText("after", "\ndcvlint COMMAND --help lists a command's options; dcvlint lint --help those of linting.")
    .exitOverride();

  program
    .command("lint", { isDefault: true })
    .description("lint files, folders or globs (the default command; no PATH means .)")
    .argument("[PATH...]", "file, folder or glob; - reads stdin")
    .option("--config <FILE>", "config file in place of the one found upward from here")
    .option("--origin <NAME>", "origin of zone files that name none")
    .option("--plan <FILE>", "a plan as `terraform show -json` prints it; - is stdin (repeatable)", collect, [])
    .option("--var-file <FILE>", "values for Terraform's variables (repeatable)", collect, [])
    .option("--stdin-filename <NAME>", "what stdin is called in reports")
    .option("--ca <ID>", "a CA that must be able to issue (repeatable)", collect, [])
    .option("--rule <ID=LEVEL>", "set a rule to error, warning, info or off (repeatable)", collect, [])
    .option("--changed-since <REF>", "only what changed since a git revision")
    .option("--diff <FILE>", "only what changed by a unified diff")
    .addOption(
      new Option("--fail-on <LEVEL>", "exit 1 from this severity on")
        .choices(["error", "warning", "info", "never"])
        .default("error"),
    )
    .option("--fix", "make the fixes that publish the same records")
    .option("--unsafe-fixes", "with --fix: also make fixes that guess at what was meant")
    .option("--fix-dry-run", "print the fixes as a diff, change nothing")
    .option("--baseline <FILE>", "leave out the findings that a baseline knows")
    .option("--write-baseline <FILE>", "write the findings as a baseline")
    .option(
      "--live",
      "ask the network, too: will every certificate that is known be issued once these files are applied?",
    )
    .option("--network-profile <FILE>", "with --live: another network than the public Internet")
    .option("--shard <I/N>", "judge a share of the zone files; merge-reports joins the JSON reports")
    .option("--format <NAME[=FILE]>", `${FORMATS.join(", ")} (repeatable)`, format, [])
    .addOption(
      new Option("--color <WHEN>", "colours in the pretty format").choices(["auto", "always", "never"]).default("auto"),
    )
    .option("--quiet", "errors only")
    .option("--stats", "print time and memory to stderr")
    .action(async (paths: string[], options) => {
      code = await lintCommand(paths, options);
    });

  program
    .command("records")
    .description("print the records as they will be published")
    .argument("[PATH...]", "file, folder or glob; - reads stdin (none only where --plan gives something to read)")
    .option("--config <FILE>", "config file in place of the one found upward from here")
    .option("--origin <NAME>", "origin of zone files that name none")
    .option("--plan <FILE>", "a plan as `terraform show -json` prints it; - is stdin (repeatable)", collect, [])
    .option("--var-file <FILE>", "values for Terraform's variables (repeatable)", collect, [])
    .option("--stdin-filename <NAME>", "what stdin is called in reports")
    .addOption(
      new Option("--format <NAME>", "master-file lines or JSON Lines").choices(["zone", "jsonl"]).default("zone"),
    )
    .action(async (paths: string[], options) => {
      code = await recordsCommand(paths, options);
    });

  program
    .command("expect")
    .description("print what a CA will look for: records, files or addresses")
    .argument("[NAME...]", "a name of the certificate, wildcards included (default: those of the CSR)")
    .requiredOption("--ca <ID>", "the CA or reseller, or an issuer domain name of its own")
    .option("--csr <FILE>", "the certificate signing request, PEM or DER; - is stdin")
    .option("--unique <VALUE>", "the unique value that the order shows")
    .option("--method <METHOD>", "dns-cname, dns-txt, http-file, email, dns-01, http-01, …")
    .option("--account <URI>", "the ACME account")
    .option("--config <FILE>", "config file in place of the one found upward from here, for the CAs that it adds")
    .addOption(
      new Option("--at <PLACE>", "put the owner at the name, or at the registrable domain where the CA takes that")
        .choices(["name", "base"])
        .default("name"),
    )
    .addOption(
      new Option("--format <NAME>", "text: lines for scripts").choices(["pretty", "text", "json"]).default("pretty"),
    )
    .action(async (names: string[], options) => {
      const { expectCommand } = await import("./expect.js");
      code = await expectCommand(names, options);
    });

  program
    .command("check")
    .description("tell whether a CA would validate and issue, and why not (NAME may be a wildcard; none: the config's)")
    .argument("[NAME...]", "domain names")
    .option("--ca <ID>", "the CA: its id, or an issuer domain name of it")
    .addOption(new Option("--method <METHOD>", "how the CA validates").choices(METHODS))
    .option("--account <URI>", "the ACME account")
    .option("--record <RECORD>", "'OWNER TYPE VALUE' that the CA asked for (repeatable)", collect, [])
    .option("--http-file <FILE>", "'PATH CONTENT' of the file that the CA asked for")
    .option("--csr <FILE>", "the certificate signing request whose hashes the CA asks for, PEM or DER")
    .option("--unique <VALUE>", "the unique value that the order shows, with --csr")
    .option("--after <PATH>", "the files as they will be: file, folder or glob (repeatable)", collect, [])
    .option("--before <PATH>", "the state that --after replaces (repeatable)", collect, [])
    .option("--offline", "ask no network: take the files for what the world will see")
    .option(
      "--resolver <URI>",
      "udp://, tcp://, tls:// or https://, in place of the public ones (repeatable)",
      collect,
      [],
    )
    .option("--network-profile <FILE>", "another network than the public Internet (also DCVLINT_NETWORK_PROFILE)")
    .option("--allow-private", "ask web servers at private and loopback addresses, too")
    .option("--timeout <SECONDS>", "the most that one name may take")
    .option("--wait <DURATION>", "look again until the CA would issue, or 90s, 10m, 1h are over")
    .addOption(
      new Option("--perspectives <WHENCE>", "from where else to look; globalping isn't there yet").choices([
        "local",
        "globalping",
      ]),
    )
    .option("--config <FILE>", "config file in place of the one found upward from here")
    .option("--origin <NAME>", "origin of zone files that name none")
    .option("--var-file <FILE>", "values for Terraform's variables (repeatable)", collect, [])
    .option("--format <NAME[=FILE]>", `${CHECK_FORMATS.join(", ")} (repeatable)`, checkFormat, [])
    .addOption(
      new Option("--color <WHEN>", "colours in the pretty format").choices(["auto", "always", "never"]).default("auto"),
    )
    .action(async (names: string[], options) => {
      const { checkCommand } = await import("./check.js");
      code = await checkCommand(names, options);
    });

  program
    .command("merge-reports")
    .description("join JSON reports of lint, such as those of shards, into one report")
    .argument("<FILE...>", "JSON reports")
    .option("--format <NAME[=FILE]>", `${FORMATS.join(", ")} (repeatable)`, format, [])
    .addOption(
      new Option("--color <WHEN>", "colours in the pretty format").choices(["auto", "always", "never"]).default("auto"),
    )
    .action(async (files: string[], options) => {
      const { mergeReportsCommand } = await import("./merge-reports.js");
      code = await mergeReportsCommand(files, options);
    });

  program
    .command("init")
    .description("write a config file and a workflow for this repository; what is there already stays as it is")
    .action(async () => {
      const { initCommand } = await import("./init.js");
      code = await initCommand();
    });

  program
    .command("rules")
    .description("list the rules")
    .addOption(
      new Option("--format <NAME>", "how to list them").choices(["pretty", "json", "markdown"]).default("pretty"),
    )
    .action(async (options) => {
      code = await rulesCommand(options.format);
    });

  program
    .command("explain")
    .description("say what a rule is about, or what a text that a CA or platform printed tells: cause, fix and sources")
    .argument("<TEXT...>", "a rule's id, or the text; - reads it from stdin")
    .action(async (words: string[]) => {
      const { explainCommand } = await import("./explain.js");
      code = await explainCommand(words.join(" "));
    });

  for (const each of program.commands) each.showHelpAfterError(`(dcvlint ${each.name()} --help lists its options)`);

  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    complainOf(error.message);
    return 2;
  }
  return code;
}
