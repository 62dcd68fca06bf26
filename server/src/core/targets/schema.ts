/** Machine triples of the edge binary, in the words users know, and the name the compiler wrapper has for each. */
export const architectures = {
  'armv7-unknown-linux-musleabihf': 'armv7',
  'aarch64-unknown-linux-musl': 'aarch64',
  'x86_64-unknown-linux-musl': 'x86_64',
} as const;
export type Architecture = keyof typeof architectures;
export const defaultArchitecture: Architecture = 'armv7-unknown-linux-musleabihf';

/** A registered edge controller: a device that a model can be sent to by SSH. */
export type Target = {
  id: string;
  tenantId: string;
  createdBy: string | null;
  name: string;
  host: string;
  sshPort: number;
  /** Where the edge program serves its HTTP. */
  edgePort: number;
  username: string;
  authMethod: 'password' | 'key';
  /** Encrypted; only `connect` opens it. */
  credential: string;
  hostKey: string | null;
  arch: Architecture;
  /** Folder on the device that holds the binary. */
  directory: string;
  status: 'unknown' | 'online' | 'offline';
  currentModel: string | null;
  currentModelVersion: string | null;
  lastSeen: Date | null;
  createdAt: Date;
};

export type NewTarget = {
  name: string;
  host: string;
  sshPort?: number | undefined;
  edgePort?: number | undefined;
  username?: string | undefined;
  password?: string | undefined;
  privateKey?: string | undefined;
  /** `SHA256:…` as `ssh-keygen -lf` prints it; without it the key of the first connection is pinned. */
  hostKey?: string | undefined;
  arch?: Architecture | undefined;
  directory?: string | undefined;
};
