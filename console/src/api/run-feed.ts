import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { openSocket } from './client.ts';
import { type EpochUpdate, type FinalUpdate, nothing, type RunFeed, withEnd, withEpoch } from './run-updates.ts';

export type { RunFeed } from './run-updates.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

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
  onLine(line: 'connecting' | 'live'): void;
};

function follow(runId: string, { onEpoch, onEnd, onLine }: Listener): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  let after = 0;
  let over = false;

  const connect = () => {
    socket = openSocket(`/ws/training/${encodeURIComponent(runId)}`, { after: String(after) });
    socket.onopen = () => {
      pause = FIRST_PAUSE_MS;
      onLine('live');
    };
    socket.onmessage = ({ data }) => {
      const update = JSON.parse(data) as EpochUpdate | FinalUpdate;
      if (update.type === 'epoch_update') {
        after = update.sequence ?? after;
        onEpoch(update);
      } else if (update.type === 'training_complete') {
        over = true;
        onEnd(update);
      }
    };
    socket.onclose = () => {
      if (over) return;
      onLine('connecting');
      timer = setTimeout(connect, pause);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    };
  };
  // Back from sleep or another network: not worth waiting for the pause.
  const hurry = () => {
    if (socket?.readyState !== WebSocket.CLOSED || over) return;
    clearTimeout(timer);
    pause = FIRST_PAUSE_MS;
    connect();
  };
  addEventListener('online', hurry);
  connect();
  return () => {
    over = true;
    removeEventListener('online', hurry);
    clearTimeout(timer);
    socket?.close();
  };
}
