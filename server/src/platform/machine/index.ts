import { statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';

/** What the machine (or the container's share of it) is doing. */
export type MachineFigures = {
  /** Of all CPUs since the last reading, 0–100. */
  cpuPercent: number;
  memoryUsedBytes: number;
  memoryTotalBytes: number;
  /** Of the disk that holds `folder`. */
  diskUsedBytes: number;
  diskTotalBytes: number;
};

/** Readings closer together than this are one reading: a quotient of two ticks says nothing. */
const SHORTEST_SPAN_MS = 250;

/** Returns a function that reads the machine's figures; the first reading covers the time since this call. */
export function createMachine(folder: string, now: () => number = Date.now): () => Promise<MachineFigures> {
  let earlier = { ...cpuTicks(), at: now() };
  let cpuPercent = 0;

  function readCpu(): number {
    const at = now();
    if (at - earlier.at < SHORTEST_SPAN_MS) return cpuPercent;
    const ticks = cpuTicks();
    const total = ticks.total - earlier.total;
    if (total > 0) cpuPercent = Math.min(100, Math.max(0, (100 * (ticks.busy - earlier.busy)) / total));
    earlier = { ...ticks, at };
    return cpuPercent;
  }

  return async () => {
    const disk = await statfs(folder);
    const limit = process.constrainedMemory();
    const isLimited = limit > 0 && limit < totalmem();
    const memoryTotalBytes = isLimited ? limit : totalmem();
    return {
      cpuPercent: readCpu(),
      memoryUsedBytes: memoryTotalBytes - Math.min(memoryTotalBytes, isLimited ? process.availableMemory() : freemem()),
      memoryTotalBytes,
      diskUsedBytes: (disk.blocks - disk.bfree) * disk.bsize,
      diskTotalBytes: disk.blocks * disk.bsize,
    };
  };
}

function cpuTicks(): { busy: number; total: number } {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.irq + times.idle;
    busy += all - times.idle;
    total += all;
  }
  return { busy, total };
}
