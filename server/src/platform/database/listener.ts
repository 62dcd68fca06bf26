import type { Client } from 'pg';
import type { Log } from '../log/types.ts';
import { translateFailure } from './failures.ts';
import { identifier } from './sql.ts';

type Heard = { onNotify: (payload: string) => void; onLost: (() => void) | undefined };

/**
 * LISTEN on one dedicated connection for all channels, made at the first `listen` and remade for as long as somebody
 * listens. After a reconnection every listener is called with '' because notifications sent meanwhile are lost.
 */
export function createListener(connect: () => Client, log: Log) {
  const channels = new Map<string, Set<Heard>>();
  let current: Promise<Client> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function open(): Promise<Client> {
    const client = connect();
    client.on('error', () => {});
    client.on('notification', ({ channel, payload }) => {
      for (const { onNotify } of [...(channels.get(channel) ?? [])]) onNotify(payload ?? '');
    });
    await client.connect();
    for (const channel of channels.keys()) await client.query(`listen ${identifier(channel).text}`);
    client.once('end', () => {
      current = undefined;
      for (const listeners of channels.values()) for (const { onLost } of [...listeners]) onLost?.();
      if (!closed && channels.size > 0) reconnect(100);
    });
    return client;
  }

  function connection(): Promise<Client> {
    current ??= open().catch((error) => {
      current = undefined;
      throw error;
    });
    return current;
  }

  function reconnect(delay: number): void {
    log.warn({ delay }, 'the connection that listens for notifications was lost; connecting again');
    retry = setTimeout(async () => {
      try {
        await connection();
        for (const listeners of channels.values()) for (const { onNotify } of [...listeners]) onNotify('');
      } catch {
        if (!closed) reconnect(Math.min(delay * 2, 5_000));
      }
    }, delay);
    retry.unref();
  }

  return {
    async listen(
      channel: string,
      onNotify: (payload: string) => void,
      onLost?: () => void,
    ): Promise<() => Promise<void>> {
      const heard = { onNotify, onLost };
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(heard));
      const stop = async () => {
        if (!listeners.delete(heard) || listeners.size > 0) return;
        channels.delete(channel);
        await current?.then((client) => client.query(`unlisten ${identifier(channel).text}`)).catch(() => {});
      };
      try {
        const client = await connection();
        // Also when somebody else listens already: their LISTEN may still be on its way.
        await client.query(`listen ${identifier(channel).text}`);
      } catch (error) {
        await stop();
        throw translateFailure(error);
      }
      return stop;
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(retry);
      await current?.then((client) => client.end()).catch(() => {});
    },
  };
}
