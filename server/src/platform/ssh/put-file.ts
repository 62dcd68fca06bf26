import type { Client, SFTPWrapper } from 'ssh2';
import { upstreamFailed } from '../errors.ts';

export type FileToPut = { localPath: string; remotePath: string; mode: number };

/**
 * Copies a local file to the host by SFTP.
 *
 * @throws upstream_failed naming the host and the path when it cannot be written there
 */
export function putFile(
  client: Client,
  where: string,
  file: FileToPut,
  onProgress?: (sent: number, total: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (what: string) => (error: Error) =>
      reject(upstreamFailed(`${what} ${file.remotePath} on ${where} failed: ${error.message}.`));
    client.sftp((error, sftp: SFTPWrapper) => {
      if (error) return failed('Opening SFTP for')(error);
      sftp.on('error', failed('Copying'));
      const options = { mode: file.mode, step: (sent: number, _: number, total: number) => onProgress?.(sent, total) };
      sftp.fastPut(file.localPath, file.remotePath, options, (putError) => {
        sftp.end();
        if (putError) return failed('Copying')(putError);
        resolve();
      });
    });
  });
}
