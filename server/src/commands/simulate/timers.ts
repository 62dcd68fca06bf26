/** Timers that can all be taken back at once. */
export function createTimers() {
  const pending = new Set<NodeJS.Timeout>();
  return {
    after(ms: number, work: () => void): void {
      const timer = setTimeout(() => {
        pending.delete(timer);
        work();
      }, ms);
      pending.add(timer);
    },
    every(ms: number, work: () => void): void {
      pending.add(setInterval(work, ms));
    },
    clear(): void {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
