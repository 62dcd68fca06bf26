import type { Target } from './schema.ts';

export type SeenHealth = { online: true; model?: string; version?: string } | { online: false };

/** Devices asked at a time; a fleet of a hundred with half of them off takes 100 / 16 × 3 s ≈ 20 s. */
const AT_ONCE = 16;
const TIMEOUT_MS = 3_000;

/** Asks each device `GET http://<host>:<edgePort>/health` and hands on what it said. */
export async function checkHealth(
  targets: readonly Target[],
  allowHost: (host: string) => Promise<string>,
  record: (target: Target, seen: SeenHealth) => Promise<void>,
): Promise<void> {
  const waiting = [...targets];
  const worker = async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      await record(target, await ask(target, allowHost));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, targets.length) }, worker));
}

async function ask(target: Target, allowHost: (host: string) => Promise<string>): Promise<SeenHealth> {
  try {
    const address = await allowHost(target.host);
    const host = address.includes(':') ? `[${address}]` : address;
    const answer = await fetch(`http://${host}:${target.edgePort}/health`, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await answer.json()) as { status?: unknown; model?: unknown; model_version?: unknown };
    if (!answer.ok || body.status !== 'ok') return { online: false };
    return {
      online: true,
      ...(typeof body.model === 'string' ? { model: body.model.slice(0, 100) } : {}),
      ...(typeof body.model_version === 'string' ? { version: body.model_version.slice(0, 100) } : {}),
    };
  } catch {
    return { online: false };
  }
}
