import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { constants } from "node:os";
import { doctor, explainMissing } from "./doctor.js";
import { type Lab, startLab } from "./lab.js";
import { readLab } from "./mutate.js";
import { addAddresses, findMode, INSIDE, isInside, runInside } from "./namespace.js";
import { observe } from "./observe.js";
import { SCENARIOS } from "./scenarios/index.js";

const USAGE = `lab exec -- COMMAND [ARGUMENT...]   start the lab, run COMMAND in it, stop, exit as COMMAND did
lab up                              start the lab and hold it until interrupted
lab observe [ID...]                 inside a lab: print as JSON what its servers and CAs say about scenarios
lab doctor                          say what is missing here, and how namespaces are made
`;

process.exitCode = await main(process.argv.slice(2));
// Servers of this process that still listen mustn't keep it.
process.exit();

async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  const runs = (command === "exec" && rest[0] === "--" && rest.length > 1) || (command === "up" && rest.length === 0);
  if (command === "doctor") return doctor() ? 0 : 1;
  if (command === "observe") return observeAll(rest);
  if (!runs) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (isInside()) return inside(rest.slice(1));
  const missing = explainMissing();
  if (missing !== undefined) return refuse(missing);
  const mode = findMode();
  if (mode.kind === "none") return refuse(mode.why);
  return runInside(mode, args, (pid) => {
    if (command !== "up") return;
    const user = mode.kind === "user" ? " --user --preserve-credentials" : "";
    console.error(`lab: up; enter it by: nsenter --target ${pid}${user} --net --pid --mount COMMAND`);
  });
}

function refuse(why: string): number {
  console.error(`lab: ${why}`);
  return 2;
}

async function observeAll(ids: readonly string[]): Promise<number> {
  const unknown = ids.find((id) => SCENARIOS.every((scenario) => scenario.id !== id));
  if (unknown !== undefined) return refuse(`there is no scenario ${unknown}`);
  const scenarios = ids.length === 0 ? SCENARIOS : SCENARIOS.filter(({ id }) => ids.includes(id));
  const text = `${JSON.stringify(await observe(readLab(), scenarios), null, 2)}\n`;
  // A pipe takes it in pieces, and this process ends by itself.
  await new Promise((done) => process.stdout.write(text, done));
  return 0;
}

/** The lab itself, as process 1 of its namespaces. With no command it is held. */
async function inside(command: readonly string[]): Promise<number> {
  const line = new Socket({ fd: 3 });
  const interrupted = new Promise<number>((done) => {
    // The outer process says by which signal it ends; when it was killed, the pipe just closes.
    line.on("data", (code) => done(Number(code.toString("latin1"))));
    line.on("error", () => done(137)).on("close", () => done(137));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => done(128 + constants.signals[signal]));
  });
  let lab: Lab | undefined;
  try {
    await addAddresses();
    lab = await startLab(SCENARIOS);
    line.write("ready\n");
    if (command.length === 0)
      console.error(`lab: DCVLINT_NETWORK_PROFILE=${lab.profileFile} DCVLINT_LAB=${lab.infoFile}`);
    const result = command.length === 0 ? interrupted : runCommand(command, lab, interrupted);
    return await Promise.race([result, lab.failure]);
  } catch (error) {
    console.error(`lab: ${(error as Error).message}`);
    return 2;
  } finally {
    await lab?.stop();
  }
}

function runCommand([command, ...args]: readonly string[], lab: Lab, interrupted: Promise<number>): Promise<number> {
  const env = {
    ...process.env,
    DCVLINT_NETWORK_PROFILE: lab.profileFile,
    DCVLINT_LAB: lab.infoFile,
    [INSIDE]: undefined,
  };
  const child = spawn(command, args, { stdio: ["inherit", "inherit", "inherit"], env });
  return new Promise((done) => {
    child.on("error", (error) => {
      console.error(`lab: ${error.message}`);
      done(127);
    });
    child.on("exit", (code, signal) => done(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
    void interrupted.then((code) => {
      child.kill("SIGTERM");
      done(code);
    });
  });
}
