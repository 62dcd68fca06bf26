import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { upstreamFailed } from '../errors.ts';

const BODY_CAP = 64 * 1024;

/**
 * GET http://127.0.0.1:<port><path> as seen from the host, through the SSH connection, so that the port itself need not
 * be open to the network. Resolves with the body of a 200 answer.
 *
 * @throws upstream_failed when nothing listens there or the answer is not 200
 */
export function httpGet(client: Client, where: string, port: number, path: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, '127.0.0.1', port, (error, channel) => {
      if (error) return reject(upstreamFailed(`Nothing answers on port ${port} of ${where}: ${error.message}.`));
      const failed = (reason: string) => {
        channel.destroy();
        reject(upstreamFailed(`GET ${path} on port ${port} of ${where} failed: ${reason}.`));
      };
      const req = request({
        path,
        headers: { host: 'localhost', connection: 'close' },
        signal: AbortSignal.timeout(timeoutMs),
        createConnection: () => channel as Duplex,
      });
      req.on('error', (e) => failed(e.message));
      req.on('response', (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          if (body.length < BODY_CAP) body += chunk;
        });
        response.on('error', (e) => failed(e.message));
        response.on('end', () =>
          response.statusCode === 200 ? resolve(body) : failed(`status ${response.statusCode}`),
        );
      });
      req.end();
    });
  });
}
