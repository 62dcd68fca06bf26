import { useCallback, useEffect, useRef, useState } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import {
  askAboutNodes,
  examineNodes,
  type Proposal,
  type Provider,
  proposeActions,
  type Reply,
} from '../../api/nodes-assistant.ts';
import type { Kind } from './routes.ts';

export type Asked = { kind: Kind; text: string; node: MediaNode | undefined; provider: Provider | undefined };

/** A request and what came of it. */
export type Exchange = Asked & { id: number } & (
    | { state: 'waiting' }
    | { state: 'answered'; reply: Reply }
    | { state: 'proposed'; proposal: Proposal }
    | { state: 'failed'; error: unknown }
  );

/** What was asked on this page, newest first; it is gone with the page. */
export function useExchanges() {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const control = useRef<AbortController>(undefined);
  const last = useRef(0);
  useEffect(() => () => control.current?.abort(), []);

  const ask = useCallback((asked: Asked) => {
    const id = ++last.current;
    control.current = new AbortController();
    const { signal } = control.current;
    setExchanges((others) => [{ ...asked, id, state: 'waiting' }, ...others]);
    const settle = (exchange: Exchange) =>
      setExchanges((others) => others.map((one) => (one.id === id ? exchange : one)));
    answerTo(asked, signal).then(
      (outcome) => settle({ ...asked, id, ...outcome }),
      (error) => {
        // Who called it off knows.
        if (signal.aborted) setExchanges((others) => others.filter((one) => one.id !== id));
        else settle({ ...asked, id, state: 'failed', error });
      },
    );
  }, []);

  return {
    exchanges,
    isBusy: exchanges.some(({ state }) => state === 'waiting'),
    ask,
    stop: () => control.current?.abort(),
  };
}

type Outcome = { state: 'answered'; reply: Reply } | { state: 'proposed'; proposal: Proposal };

async function answerTo({ kind, text, node, provider }: Asked, signal: AbortSignal): Promise<Outcome> {
  const asking = { provider, signal };
  if (kind === 'act') return { state: 'proposed', proposal: await proposeActions(text, node?.id, asking) };
  // These operations take the name in the words.
  const named = node && !text.toLowerCase().includes(node.name.toLowerCase()) ? `${text} (node “${node.name}”)` : text;
  const reply = kind === 'ask' ? await askAboutNodes(named, asking) : await examineNodes(named, asking);
  if (!reply.success) throw new Error(reply.error ?? 'No answer came.');
  return { state: 'answered', reply };
}
