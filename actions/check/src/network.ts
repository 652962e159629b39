import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type LiveNetwork, UsageError } from "@dcvlint/linter";
import { isTreatedAsPublic, LiveChecker, type NetworkProfile, ProfileError, parseProfile } from "@dcvlint/live";

/** 1 MiB: more than any list of servers takes. */
const MOST_OCTETS = 2 ** 20;

/** Who asks the network, by the profile (contract §9); `now` in seconds since 1970, unless the profile sets it. */
export async function startNetwork(
  file: string | undefined,
  cwd: string,
  now: number,
): Promise<{ live: LiveNetwork; now: number }> {
  const path = file ?? process.env.DCVLINT_NETWORK_PROFILE;
  const profile = path ? await readProfile(path, cwd) : parseProfile({}, "the built-in profile");
  const then = profile.now ? Math.floor(profile.now.getTime() / 1000) : now;
  const live: LiveNetwork = {
    publicSuffixes: profile.publicSuffixes,
    cas: profile.cas,
    isTreatedAsPublic: isTreatedAsPublic(profile, false),
    mostRedirects: profile.http.maxRedirects,
    start: (declared, suffixes) => new LiveChecker({ profile, suffixes, now: then, declared }),
  };
  return { live, now: then };
}

async function readProfile(file: string, cwd: string): Promise<NetworkProfile> {
  const path = resolve(cwd, file);
  try {
    if ((await stat(path)).size > MOST_OCTETS) throw new UsageError(`network-profile ${file}: it has over 1 MiB`);
    return parseProfile(JSON.parse(await readFile(path, "utf8")), file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof ProfileError) throw new UsageError(error.message);
    if (error instanceof SyntaxError) throw new UsageError(`network-profile ${file}: it isn't JSON: ${error.message}`);
    throw new UsageError(`network-profile ${file}: it can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
