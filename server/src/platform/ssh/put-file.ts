import type { Client, SFTPWrapper } from 'ssh2';
import { upstreamFailed, upstreamTimeout } from '../errors.ts';

export type FileToPut = { localPath: string; remotePath: string; mode: number };

/** A host that takes nothing for so long is given up. */
const STALLED_MS = 30_000;

/**
 * Copies a local file to the host by SFTP. When the host stops taking it, the connection is ended.
 *
 * @throws upstream_failed naming the host and the path when it cannot be written there; upstream_timeout when it stalls
 */
export function putFile(
  client: Client,
  where: string,
  file: FileToPut,
  onProgress?: (sent: number, total: number) => void,
  stalledMs = STALLED_MS,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  return new Promise<void>((resolve, reject) => {
    const stalled = () => {
      client.destroy();
      reject(upstreamTimeout(`${where} took nothing of ${file.remotePath} for ${stalledMs / 1000} s.`));
    };
    timer = setTimeout(stalled, stalledMs);
    const failed = (what: string) => (error: Error) =>
      reject(upstreamFailed(`${what} ${file.remotePath} on ${where} failed: ${error.message}.`));
    client.sftp((error, sftp: SFTPWrapper) => {
      if (error) return failed('Opening SFTP for')(error);
      sftp.on('error', failed('Copying'));
      const step = (sent: number, _: number, total: number) => {
        timer?.refresh();
        onProgress?.(sent, total);
      };
      const options = { mode: file.mode, step };
      sftp.fastPut(file.localPath, file.remotePath, options, (putError) => {
        sftp.end();
        if (putError) return failed('Copying')(putError);
        resolve();
      });
    });
  }).finally(() => clearTimeout(timer));
}
