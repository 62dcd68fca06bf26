import type { Readable } from 'node:stream';

/** Files by key (`datasets/<tenant>/<id>.csv`). A key never leaves the storage root; half-written files are never visible. */
export type Storage = {
  /** Streams a file in; visible (and fsynced) only when the stream ended well. Returns its size in bytes and SHA-256 in hex. */
  put(key: string, content: Readable, options?: { maxBytes?: number }): Promise<{ bytes: number; sha256: string }>;
  /** Moves a finished temporary file of the same disk into place, atomically. */
  adopt(key: string, temporaryPath: string): Promise<{ bytes: number }>;
  get(key: string): Promise<Readable>;
  /** A path on this machine with the file's content, for programs that need one (DuckDB, compilers). */
  localPath(key: string): Promise<string>;
  /** Size in bytes, or undefined when there is none. */
  size(key: string): Promise<number | undefined>;
  remove(key: string): Promise<void>;
  /** A new empty folder for temporary work; swept at the next start. */
  temporaryFolder(purpose: string): Promise<string>;
};
