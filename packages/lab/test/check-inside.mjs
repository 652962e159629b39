// Runs inside the lab: asks dcvlint about every probe and prints its reports as JSON.

import { checkArgs } from "../dist/check-args.js";
import { readLab } from "../dist/mutate.js";
import { SCENARIOS } from "../dist/scenarios/index.js";
import { dcvlint, inTurns } from "./dcvlint.mjs";

const lab = readLab();
const probes = SCENARIOS.flatMap(({ id, slow, probes }) =>
  probes.map((probe, at) => ({ key: `${id} ${at}`, slow, probe })),
);
const said = {};
const look = async ({ key, probe }) => {
  said[key] = await dcvlint(checkArgs(probe, lab));
};
// Those that wait for somebody who keeps silent cost no computing time.
await Promise.all([
  inTurns(
    24,
    probes.filter(({ slow }) => slow),
    look,
  ),
  inTurns(
    4,
    probes.filter(({ slow }) => !slow),
    look,
  ),
]);
await new Promise((done) => process.stdout.write(JSON.stringify(said), done));
process.exit();
