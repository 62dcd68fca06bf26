import { Failure, Notice, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { Text } from '../assistant/text.tsx';
import { ProposalCard } from './proposal.tsx';
import { providerName } from './providers.ts';
import type { Exchange } from './use-exchanges.ts';

/** What was asked, newest first. */
export function Exchanges({ exchanges }: { exchanges: readonly Exchange[] }) {
  return (
    <div role="log" aria-label="Answers" className="flex flex-col gap-6">
      {exchanges.map((exchange) => (
        <Panel key={exchange.id}>
          <article className="flex flex-col gap-4">
            <p className="max-w-[62ch] self-start whitespace-pre-line rounded-panel rounded-bl-none bg-well px-4 py-2.5 [overflow-wrap:anywhere]">
              <span className="sr-only">You: </span>
              {exchange.text}
              {exchange.node && <span className="block text-quiet text-xs">About {exchange.node.name}</span>}
            </p>
            <Outcome exchange={exchange} />
          </article>
        </Panel>
      ))}
    </div>
  );
}

function Outcome({ exchange }: { exchange: Exchange }) {
  if (exchange.state === 'waiting')
    return (
      <div>
        <p role="status" className="sr-only">
          Looking into it…
        </p>
        <Skeleton lines={3} />
      </div>
    );
  if (exchange.state === 'failed') return <Failure error={exchange.error} />;
  const { provider, model, fallback } = exchange.state === 'answered' ? exchange.reply : exchange.proposal;
  return (
    <>
      {fallback && <Notice tone="caution">{fallback}. The built-in assistant answers instead.</Notice>}
      {exchange.state === 'answered' ? (
        <div className="max-w-[78ch]">
          <Text>{exchange.reply.response ?? ''}</Text>
        </div>
      ) : (
        <ProposalCard proposal={exchange.proposal} />
      )}
      {provider && !(provider === 'builtin' && exchange.state === 'answered') && (
        <p className="text-quiet text-xs">
          {providerName(provider)}
          {model && `, ${model}`}
        </p>
      )}
    </>
  );
}
