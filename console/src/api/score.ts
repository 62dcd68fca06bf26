import { ApiError } from './client.ts';
import { askForLines } from './lines.ts';

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
  const { lines, requestId } = await askForLines(`/api/v1/models/${encodeURIComponent(modelId)}/score`, input, signal);
  const collected = createCollector();
  for await (const line of lines) {
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
