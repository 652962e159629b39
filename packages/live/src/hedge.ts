/** Milliseconds after which another one is asked beside a slow one. */
const HEDGE = 300;

/**
 * Asks one after the other, the next beside the last when that is slow, until an answer is good. Returns what has come by
 * then, in the order in which it came.
 */
export async function askInTurn<S, A>(
  servers: readonly S[],
  ask: (server: S) => Promise<A>,
  isGood: (answer: A) => boolean,
): Promise<A[]> {
  const came: A[] = [];
  const running = new Set<Promise<A>>();
  for (let next = 0; next < servers.length || running.size > 0; ) {
    if (next < servers.length) {
      const asked: Promise<A> = ask(servers[next++]).then((answer) => {
        running.delete(asked);
        came.push(answer);
        return answer;
      });
      running.add(asked);
    }
    const wait = next < servers.length ? [pause(HEDGE)] : [];
    const first = await Promise.race([...running, ...wait]);
    if (first !== undefined && isGood(first)) break;
  }
  return came;
}

const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
