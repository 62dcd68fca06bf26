import { timingSafeEqual } from 'node:crypto';
import { Client, type ConnectConfig } from 'ssh2';
import { type HouseError, upstreamFailed, upstreamTimeout } from '../errors.ts';
import { hostKeyFingerprint } from './host-key.ts';
import { httpGet } from './http-get.ts';
import { putFile } from './put-file.ts';

export type SshTarget = {
  host: string;
  port: number;
  username: string;
  password?: string;
  /** Private key in OpenSSH or PEM form. */
  privateKey?: string;
  /** `SHA256:…`; a host that shows another key is refused. Without it the first key seen is taken: read it from `fingerprint`. */
  pinnedHostKey?: string;
  connectTimeoutMs?: number;
};

export type ExecResult = { code: number; stdout: string; stderr: string };

export type SshConnection = {
  /** The fingerprint of the key that the host proved to hold. */
  fingerprint: string;
  /** Runs a command; output beyond 64 KiB is dropped. Throws upstream_timeout after `timeoutMs` (default 30 s). */
  exec(command: string, timeoutMs?: number): Promise<ExecResult>;
  /** Copies a local file there by SFTP with the given mode; reports the bytes sent. */
  put(
    localPath: string,
    remotePath: string,
    mode: number,
    onProgress?: (sent: number, total: number) => void,
  ): Promise<void>;
  /** GET from a port of the host's own loopback; resolves with the body of a 200 answer. */
  httpGet(port: number, path: string, timeoutMs?: number): Promise<string>;
  close(): void;
};

const OUTPUT_CAP = 64 * 1024;

/**
 * Opens an SSH connection.
 *
 * @throws upstream_failed when the host refuses, resets or shows another key than the pinned one; upstream_timeout when it
 *   does not answer or does not accept the credentials. The messages name the host, never a secret.
 */
export function connectSsh(target: SshTarget, signal?: AbortSignal): Promise<SshConnection> {
  const where = `${target.username}@${target.host}:${target.port}`;
  const client = new Client();
  let fingerprint = '';
  let wrongKey = false;

  const config: ConnectConfig = {
    host: target.host,
    port: target.port,
    username: target.username,
    readyTimeout: target.connectTimeoutMs ?? 15_000,
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
    hostVerifier: (key: Buffer) => {
      fingerprint = hostKeyFingerprint(key);
      wrongKey = target.pinnedHostKey !== undefined && !sameText(fingerprint, target.pinnedHostKey);
      return !wrongKey;
    },
  };
  if (target.password !== undefined) config.password = target.password;
  if (target.privateKey !== undefined) config.privateKey = target.privateKey;

  return new Promise((resolve, reject) => {
    const onAbort = () => {
      client.destroy();
      reject(signal?.reason);
    };
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    client.once('close', () => signal?.removeEventListener('abort', onAbort));
    client.on('error', (error: Error & { level?: string }) => {
      reject(wrongKey ? wrongHostKey(where, fingerprint, target.pinnedHostKey) : connectError(where, error));
    });
    client.once('ready', () =>
      resolve({
        fingerprint,
        exec: (command, timeoutMs = 30_000) => exec(client, where, command, timeoutMs),
        put: (localPath, remotePath, mode, onProgress) =>
          putFile(client, where, { localPath, remotePath, mode }, onProgress),
        httpGet: (port, path, timeoutMs = 5_000) => httpGet(client, where, port, path, timeoutMs),
        close: () => client.end(),
      }),
    );
    try {
      client.connect(config);
    } catch (error) {
      // ssh2 parses the private key here and throws when it cannot.
      reject(upstreamFailed(`The SSH key for ${where} could not be read: ${(error as Error).message}.`));
    }
  });
}

function exec(client: Client, where: string, command: string, timeoutMs: number): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(upstreamFailed(`${where} did not open a channel for a command: ${error.message}.`));
      const timer = setTimeout(() => {
        channel.close();
        reject(upstreamTimeout(`A command on ${where} did not end within ${timeoutMs / 1000} s.`));
      }, timeoutMs);
      let stdout = '';
      let stderr = '';
      let code = -1;
      channel.on('data', (chunk: Buffer) => {
        if (stdout.length < OUTPUT_CAP) stdout += chunk.toString('utf8');
      });
      channel.stderr.on('data', (chunk: Buffer) => {
        if (stderr.length < OUTPUT_CAP) stderr += chunk.toString('utf8');
      });
      channel.on('exit', (exitCode: number | null) => {
        code = exitCode ?? -1;
      });
      channel.on('close', () => {
        clearTimeout(timer);
        resolve({ code, stdout, stderr });
      });
    });
  });
}

function connectError(where: string, error: Error & { level?: string }): HouseError {
  if (error.level === 'client-authentication') {
    return upstreamFailed(`${where} did not accept the credentials. Check the user name and its password or key.`);
  }
  if (error.level === 'client-timeout') {
    return upstreamTimeout(
      `${where} did not answer in time. Is the device switched on and reachable from this server?`,
    );
  }
  return upstreamFailed(`${where} could not be reached by SSH: ${error.message}.`);
}

function wrongHostKey(where: string, seen: string, pinned = ''): HouseError {
  return upstreamFailed(
    `${where} shows the host key ${seen}, but ${pinned} is pinned. If the device was really replaced, register it again; if not, somebody is in between.`,
  );
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
