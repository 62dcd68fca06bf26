import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { openSocket } from './client.ts';
import { type EpochUpdate, type FinalUpdate, nothing, type RunFeed, withEnd, withEpoch } from './run-updates.ts';
import { keepOpen, type Line } from './steady-socket.ts';

export type { RunFeed } from './run-updates.ts';

/**
 * Follows a run over its WebSocket: every epoch from the first on, then what comes. When the line breaks it is opened
 * again after a growing pause, and the server goes on behind the last epoch that arrived.
 */
export function useRunFeed(runId: string): RunFeed {
  const [feed, setFeed] = useState(nothing);
  const queries = useQueryClient();

  useEffect(() => {
    setFeed(nothing);
    return follow(runId, {
      onEpoch: (update) => setFeed((old) => withEpoch(old, update)),
      onEnd: (update) => {
        setFeed((old) => withEnd(old, update));
        for (const key of ['training', 'models', 'evaluations']) queries.invalidateQueries({ queryKey: [key] });
      },
      onLine: (line) => setFeed((old) => (old.line === 'ended' ? old : { ...old, line })),
    });
  }, [runId, queries]);

  return feed;
}

type Listener = {
  onEpoch(update: EpochUpdate): void;
  onEnd(update: FinalUpdate): void;
  onLine(line: Line): void;
};

function follow(runId: string, { onEpoch, onEnd, onLine }: Listener): () => void {
  let after = 0;
  const path = `/ws/training/${encodeURIComponent(runId)}`;
  const hangUp = keepOpen(() => openSocket('ml', path, { after: String(after) }), {
    onMessage(data) {
      const update = JSON.parse(data) as EpochUpdate | FinalUpdate;
      if (update.type === 'epoch_update') {
        after = update.sequence ?? after;
        onEpoch(update);
      } else if (update.type === 'training_complete') {
        hangUp();
        onEnd(update);
      }
    },
    onLine,
  });
  return hangUp;
}
