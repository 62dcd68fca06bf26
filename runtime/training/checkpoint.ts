import { open, readFile, rename } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { EpochLoss } from './protocol.ts';

/**
 * The state of a training between two epochs. Random numbers depend on seed, epoch and batch alone, so the epoch is
 * all that has to be kept of them. Both engines read and write the same file.
 */
export type Checkpoint = {
  fingerprint: string;
  epoch: number;
  step: number;
  bestEpoch: number;
  sinceBest: number;
  bestLoss: number;
  elapsedSeconds: number;
  weights: Float32Array;
  m: Float32Array;
  v: Float32Array;
  /** Of the weights over about the last tenth of all updates. */
  average: Float32Array;
  best: Float32Array;
  history: EpochLoss[];
};

const MAGIC = 'SBCKPT2\0';
const HEADER = 56;

/**
 * magic 8, fingerprint u64 @8, parameters u32 @16, epoch u32 @20, step u64 @24, best epoch u32 @32, epochs since u32
 * @36, best loss f64 @40, seconds f64 @48; then weights, m, v, average, best as f32; per epoch train and validation loss as
 * f64; CRC-32 of everything before it. Little-endian.
 */
export function encodeCheckpoint(c: Checkpoint): Buffer {
  const n = c.weights.length;
  const out = Buffer.alloc(HEADER + n * 20 + c.history.length * 16 + 4);
  out.write(MAGIC, 0, 'latin1');
  out.writeBigUInt64LE(BigInt(`0x${c.fingerprint}`), 8);
  out.writeUInt32LE(n, 16);
  out.writeUInt32LE(c.epoch, 20);
  out.writeBigUInt64LE(BigInt(c.step), 24);
  out.writeUInt32LE(c.bestEpoch, 32);
  out.writeUInt32LE(c.sinceBest, 36);
  out.writeDoubleLE(c.bestLoss, 40);
  out.writeDoubleLE(c.elapsedSeconds, 48);
  let at = HEADER;
  for (const values of [c.weights, c.m, c.v, c.average, c.best]) {
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).copy(out, at);
    at += n * 4;
  }
  for (const { train_loss, val_loss } of c.history) {
    out.writeDoubleLE(train_loss, at);
    out.writeDoubleLE(val_loss, at + 8);
    at += 16;
  }
  out.writeUInt32LE(crc32(out.subarray(0, at)), at);
  return out;
}

/** Undefined when the bytes are damaged: cut short, altered, or no checkpoint at all. */
export function decodeCheckpoint(bytes: Buffer): Checkpoint | undefined {
  if (bytes.length < HEADER + 4 || bytes.toString('latin1', 0, 8) !== MAGIC) return undefined;
  const end = bytes.length - 4;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) return undefined;
  const n = bytes.readUInt32LE(16);
  const epoch = bytes.readUInt32LE(20);
  if (end !== HEADER + n * 20 + epoch * 16) return undefined;
  const floats = (index: number) =>
    new Float32Array(
      bytes.buffer.slice(
        bytes.byteOffset + HEADER + index * n * 4,
        bytes.byteOffset + HEADER + (index + 1) * n * 4,
      ) as ArrayBuffer,
    );
  return {
    fingerprint: bytes.readBigUInt64LE(8).toString(16).padStart(16, '0'),
    epoch,
    step: Number(bytes.readBigUInt64LE(24)),
    bestEpoch: bytes.readUInt32LE(32),
    sinceBest: bytes.readUInt32LE(36),
    bestLoss: bytes.readDoubleLE(40),
    elapsedSeconds: bytes.readDoubleLE(48),
    weights: floats(0),
    m: floats(1),
    v: floats(2),
    average: floats(3),
    best: floats(4),
    history: Array.from({ length: epoch }, (_, i) => ({
      train_loss: bytes.readDoubleLE(HEADER + n * 20 + i * 16),
      val_loss: bytes.readDoubleLE(HEADER + n * 20 + i * 16 + 8),
    })),
  };
}

/** Undefined when there is no file or a damaged one. */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return bytes && decodeCheckpoint(bytes);
}

/** Written beside, synced, renamed: a reader sees the old file or the new one, never half of one. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
