/**
 * Turns a look-up of many keys into a look-up of one that shares: everybody who asks while a look-up is under way is in
 * the next one, together. An answer is never older than its question, which a cache cannot promise.
 *
 * @param lookUp finds what it can of the keys (each at most once, in any order)
 */
export function batched<Value>(
  lookUp: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  mostAtOnce = 500,
): (key: string) => Promise<Value | undefined> {
  let waiting = new Map<string, PromiseWithResolvers<Value | undefined>>();
  let running = false;

  async function run(): Promise<void> {
    running = true;
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
    running = false;
  }

  function take(): typeof waiting {
    if (waiting.size <= mostAtOnce) {
      const all = waiting;
      waiting = new Map();
      return all;
    }
    const part = new Map([...waiting].slice(0, mostAtOnce));
    for (const key of part.keys()) waiting.delete(key);
    return part;
  }

  return (key) => {
    const present = waiting.get(key);
    if (present) return present.promise;
    const asked = Promise.withResolvers<Value | undefined>();
    waiting.set(key, asked);
    if (!running) void run();
    return asked.promise;
  };
}
