import { type LiveNetwork, UsageError } from "@dcvlint/linter";

export interface NetworkFlags {
  resolver?: readonly string[];
  networkProfile?: string;
  allowPrivate?: boolean;
  timeout?: string;
  perspectives?: string;
}

interface ToldNetwork {
  readonly live: LiveNetwork;
  /** The same, but over at that time: milliseconds since 1970. */
  readonly until: (ends: number) => LiveNetwork;
  /** Seconds since 1970, as the profile has it. */
  readonly now: number;
  readonly queryMs: number;
}

/** Is any of it told, so that it is to be checked though nobody will be asked? */
export const tellsNetwork = ({ resolver = [], networkProfile, timeout, perspectives }: NetworkFlags): boolean =>
  resolver.length > 0 ||
  timeout !== undefined ||
  perspectives !== undefined ||
  (networkProfile ?? process.env.DCVLINT_NETWORK_PROFILE) !== undefined;

/** The network that the options and the environment tell. */
export async function liveNetwork(flags: NetworkFlags): Promise<ToldNetwork> {
  const { LiveChecker, parseProfile, parseResolver, isTreatedAsPublic, ProfileError } = await import("@dcvlint/live");
  const { networkProfile = process.env.DCVLINT_NETWORK_PROFILE } = flags;
  try {
    const read = networkProfile
      ? await readProfile(networkProfile, parseProfile)
      : parseProfile({}, "the built-in profile");
    const resolvers = (flags.resolver ?? []).map((uri) => {
      const resolver = parseResolver(uri);
      if (typeof resolver === "string") throw new UsageError(`--resolver: ${resolver}`);
      return resolver;
    });
    const seconds = flags.timeout === undefined ? undefined : secondsOf(flags.timeout);
    if (flags.perspectives === "globalping")
      throw new UsageError("--perspectives globalping: a world-wide network of probes isn't asked yet; local is");
    const profile = {
      ...read,
      ...(resolvers.length > 0 ? { resolvers } : {}),
      ...(seconds === undefined ? {} : { timeouts: { ...read.timeouts, totalMs: seconds * 1000 } }),
    };
    const { allowPrivate } = flags;
    const now = Math.floor((profile.now?.getTime() ?? Date.now()) / 1000);
    const until = (ends?: number): LiveNetwork => ({
      publicSuffixes: profile.publicSuffixes,
      cas: profile.cas,
      isTreatedAsPublic: isTreatedAsPublic(profile, allowPrivate === true),
      mostRedirects: profile.http.maxRedirects,
      start: (declared, suffixes) => new LiveChecker({ profile, suffixes, now, ends, declared, allowPrivate }),
    });
    return { live: until(), until, now, queryMs: profile.timeouts.queryMs };
  } catch (error) {
    if (error instanceof ProfileError) throw new UsageError(error.message);
    throw error;
  }
}

/** 1 MiB: more than any list of servers takes. */
const MAX_PROFILE = 1 << 20;

async function readProfile<T>(path: string, parse: (json: unknown, where: string) => T): Promise<T> {
  const { readFile, stat } = await import("node:fs/promises");
  let text: string;
  try {
    if ((await stat(path)).size > MAX_PROFILE) throw new UsageError(`--network-profile ${path}: it has over 1 MiB`);
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--network-profile ${path}: ${code === "ENOENT" ? "it doesn't exist" : `it can't be read (${code})`}`,
    );
  }
  try {
    return parse(JSON.parse(text), path);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UsageError(`--network-profile ${path}: it isn't JSON: ${error.message}`);
    throw error;
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) throw new UsageError(`--timeout "${text}": give seconds, from 1 to 3600`);
  return seconds;
}
