import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answererQuery } from '../../api/assistant.ts';
import { nodesQuery } from '../../api/nodes.ts';
import { type Provider, providerKeysQuery } from '../../api/nodes-assistant.ts';
import { useListed } from '../../api/removals.ts';
import { SelectField } from '../../ui/fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Failure, Panel } from '../../ui/surfaces.tsx';
import { AskForm } from './ask-form.tsx';
import { Exchanges } from './exchanges.tsx';
import { providerName } from './providers.ts';
import { nodesAssistantRoute } from './routes.ts';
import { useExchanges } from './use-exchanges.ts';

const back = { to: '/media-nodes', name: 'Nodes' } as const;
const choices = [
  { value: 'ask', title: 'Ask' },
  { value: 'examine', title: 'Find what is wrong' },
  { value: 'act', title: 'Do something' },
] as const;

/** Questions about live nodes, and actions that are shown before they are done. */
export default function NodesAssistant() {
  const { node, kind = 'ask' } = nodesAssistantRoute.useSearch();
  const navigate = useNavigate();
  const listed = useListed(nodesQuery);
  const nodes = listed.data ?? [];
  const [chosen, setChosen] = useState<Provider | ''>('');
  const { providers, who, failed } = useWho(chosen);
  const { exchanges, isBusy, ask, stop } = useExchanges();
  const go = (search: { node?: string; kind?: typeof kind }) =>
    navigate({ to: '/media-nodes/assistant', search, replace: true, resetScroll: false });
  const broken = listed.error ? listed : failed;
  const place = nodes.find(({ id }) => id === node);
  return (
    <>
      <PageHead
        title="Nodes assistant"
        back={back}
        about={
          who === undefined
            ? 'Ask about live nodes, and have actions proposed that you look over before they are done.'
            : who === 'builtin'
              ? 'Answers are computed on this server, from what the nodes report at this moment. Nothing leaves it.'
              : `${providerName(who)} answers, looking into what you may see with tools that only read. What you ask and what they find is sent there.`
        }
      />
      <div className="flex flex-col gap-6">
        {broken && <Failure error={broken.error} retry={() => void broken.refetch()} />}
        <Panel>
          <div className="flex flex-col gap-5">
            <div>
              <Segments
                legend="What you want"
                value={kind}
                onChange={(next) => void go({ ...(node && { node }), kind: next })}
                choices={choices}
              />
            </div>
            <div className="grid gap-4 sm:grid-cols-2 lg:max-w-3xl">
              <SelectField
                label="About"
                value={place ? place.id : ''}
                onChange={({ target }) => void go({ ...(target.value && { node: target.value }), kind })}
              >
                <option value="">The nodes I name, or all</option>
                {nodes.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <SelectField
                label="Who answers"
                value={chosen}
                onChange={({ target }) => setChosen(target.value as Provider | '')}
                hint={
                  <Link to="/settings" className="rounded underline underline-offset-4 hover:text-ink">
                    Keys of your own are in the settings
                  </Link>
                }
              >
                <option value="">Automatic</option>
                {providers.map((one) => (
                  <option key={one} value={one}>
                    {providerName(one)}
                  </option>
                ))}
              </SelectField>
            </div>
            <AskForm
              kind={kind}
              place={place?.name}
              isBusy={isBusy}
              onAsk={(text) => ask({ kind, text, node: place, provider: chosen || undefined })}
              onStop={stop}
            />
          </div>
        </Panel>
        <Exchanges exchanges={exchanges} />
      </div>
    </>
  );
}

/** Who could be asked, and who will be. */
function useWho(chosen: Provider | '') {
  const keys = useQuery(providerKeysQuery);
  const house = useQuery(answererQuery);
  const own = (['openai', 'anthropic', 'gemini'] as const).filter((one) =>
    keys.data?.some(({ provider }) => provider === one),
  );
  const said = house.data?.provider;
  const ours = said === 'google' ? 'gemini' : (said as Provider | undefined);
  const providers: Provider[] = [...new Set<Provider>([...own, ...(ours ? [ours] : []), 'builtin'])];
  // Nobody is promised that nothing leaves this server before that is certain.
  const automatic = keys.data && (own[0] ?? ours);
  return { providers, who: chosen || automatic, failed: [keys, house].find(({ error }) => error) };
}
