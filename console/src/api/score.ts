import { ApiError, mlUrl } from './client.ts';
import { linesOf, NDJSON } from './lines.ts';
import { session, setSession } from './session.ts';

export type ScoredRow = {
  row: number;
  /** In units of the threshold: an anomaly from 1 on. */
  score: number;
  /** The same from 0 to 1, one half at the threshold. */
  anomaly_score: number;
  anomaly: boolean;
  contributions: Record<string, number>;
};

export type ScoreInput = { dataset_id: string } | { columns: string[]; rows: (number | null)[][] };

/** Everything worth keeping of many scored rows; only the most unusual ones with what they are made of. */
export type Scored = { anomalyScores: Float32Array; anomalies: number; worst: ScoredRow[] };

const KEPT = 25;

/**
 * Scores rows, one line of the answer after the other, so that a long record needs little memory.
 *
 * @throws ApiError, also when the scoring broke off half way
 */
export async function scoreRows(
  modelId: string,
  input: ScoreInput,
  { signal, onProgress }: { signal: AbortSignal; onProgress(rows: number): void },
): Promise<Scored> {
  const response = await fetch(`${mlUrl}/api/v1/models/${encodeURIComponent(modelId)}/score`, {
    method: 'POST',
    signal,
    headers: {
      Authorization: `Bearer ${session()?.token ?? ''}`,
      'Content-Type': 'application/json',
      Accept: NDJSON,
    },
    body: JSON.stringify(input),
  });
  const requestId = response.headers.get('X-Request-Id') ?? undefined;
  if (!response.ok || !response.body) {
    if (response.status === 401) setSession(undefined);
    throw new ApiError(response.status, await response.json().catch(() => ({})), requestId);
  }
  const collected = createCollector();
  for await (const line of linesOf(response.body)) {
    const row = JSON.parse(line) as ScoredRow | { error: string; code: string };
    if ('error' in row) throw new ApiError(500, row, requestId);
    collected.add(row);
    if (row.row % 1000 === 0) onProgress(row.row);
  }
  return collected.result();
}

function createCollector() {
  let scores = new Float32Array(4096);
  let count = 0;
  let anomalies = 0;
  let worst: ScoredRow[] = [];
  const prune = () => {
    worst = worst.sort((a, b) => b.score - a.score).slice(0, KEPT);
  };
  return {
    add(row: ScoredRow) {
      if (count === scores.length) {
        const larger = new Float32Array(2 * count);
        larger.set(scores);
        scores = larger;
      }
      scores[count++] = row.anomaly_score;
      if (row.anomaly) anomalies++;
      worst.push(row);
      if (worst.length > 4 * KEPT) prune();
    },
    result(): Scored {
      prune();
      return { anomalyScores: scores.subarray(0, count), anomalies, worst };
    },
  };
}
