import { storable } from '../../platform/failure-text.ts';
import type { Outbound } from '../../platform/http/index.ts';
import type { Target } from './schema.ts';

export type SeenHealth = { online: true; model?: string; version?: string } | { online: false };

/** Devices asked at a time; a fleet of a hundred with half of them off takes 100 / 16 × 3 s ≈ 20 s. */
const AT_ONCE = 16;
const TIMEOUT_MS = 3_000;

/**
 * Asks each device `GET http://<host>:<edgePort>/health` and hands on what it said. Devices of all tenants are asked in one
 * round, so what cannot be recorded of one is thrown only when all others were.
 */
export async function checkHealth(
  targets: readonly Target[],
  outbound: Outbound,
  record: (target: Target, seen: SeenHealth) => Promise<void>,
): Promise<void> {
  const waiting = [...targets];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      await record(target, await ask(target, outbound)).catch((error) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, targets.length) }, worker));
  if (failures.length > 0) throw failures[0];
}

async function ask(target: Target, outbound: Outbound): Promise<SeenHealth> {
  try {
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    const answer = await outbound.fetch(`http://${host}:${target.edgePort}/health`, {
      reach: 'network',
      redirect: 'error',
      timeoutMs: TIMEOUT_MS,
      maxBytes: 64 * 1024,
      signal: AbortSignal.timeout(2 * TIMEOUT_MS),
    });
    const body = (await answer.json()) as { status?: unknown; model_id?: unknown; model_version?: unknown };
    if (!answer.ok || body.status !== 'ok') return { online: false };
    return {
      online: true,
      ...(typeof body.model_id === 'string' ? { model: storable(body.model_id.slice(0, 100)) } : {}),
      ...(typeof body.model_version === 'string' ? { version: storable(body.model_version.slice(0, 100)) } : {}),
    };
  } catch {
    return { online: false };
  }
}
