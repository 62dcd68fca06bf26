/**
 * Turns a look-up of many keys into a look-up of one that shares: everybody who asks in the same moment, or while enough
 * look-ups are under way, is in the next one, together. An answer is never older than its question, which a cache cannot
 * promise.
 *
 * Three at a time: with one, a request waits for half a look-up more than its own (a fifth fewer requests a second at 50
 * connections); more than three make the shares smaller and gain nothing.
 *
 * @param lookUp finds what it can of the keys (each at most once, in any order)
 */
export function batched<Value>(
  lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  { mostKeys = 500, atOnce = 3 }: { mostKeys?: number; atOnce?: number } = {},
): (key: string) => Promise<Value | undefined> {
  let waiting = new Map<string, PromiseWithResolvers<Value | undefined>>();
  let running = 0;

  async function run(): Promise<void> {
    running++;
    // Everything that arrived in this turn of the event loop travels together.
    await new Promise(setImmediate);
    while (waiting.size > 0) {
      const batch = take();
      try {
        const found = await lookUp([...batch.keys()]);
        for (const [key, { resolve }] of batch) resolve(found.get(key));
      } catch (error) {
        for (const { reject } of batch.values()) reject(error);
      }
    }
    running--;
  }

  function take(): typeof waiting {
    if (waiting.size <= mostKeys) {
      const all = waiting;
      waiting = new Map();
      return all;
    }
    const part = new Map([...waiting].slice(0, mostKeys));
    for (const key of part.keys()) waiting.delete(key);
    return part;
  }

  return (key) => {
    const present = waiting.get(key);
    if (present) return present.promise;
    const asked = Promise.withResolvers<Value | undefined>();
    waiting.set(key, asked);
    if (running < atOnce) void run();
    return asked.promise;
  };
}
