import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { deviceTypesQuery, type MediaNode, nodeQuery } from '../../api/nodes.ts';
import { useCanManage, useCanWrite } from '../../api/session.ts';
import { useNodeReport } from '../../api/use-fleet.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ago, dateTime } from '../../ui/format.ts';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Notice, Skeleton } from '../../ui/surfaces.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { stateOf } from '../nodes/choose.ts';
import { StateLamp } from '../nodes/state-lamp.tsx';
import { LiveView } from './live.tsx';
import { Manage } from './manage.tsx';
import { mediaNodeRoute, type View } from './routes.ts';

const HistoryView = lazy(() => import('./history.tsx'));
const ConfigView = lazy(() => import('./config.tsx'));
const CommandsView = lazy(() => import('./commands.tsx'));
const EventsView = lazy(() => import('./events.tsx'));
const RawView = lazy(() => import('./raw.tsx'));

const back = { to: '/media-nodes', name: 'Nodes' } as const;
const tabs: readonly { name: View; title: string }[] = [
  { name: 'live', title: 'Live' },
  { name: 'history', title: 'History' },
  { name: 'config', title: 'Configuration' },
  { name: 'commands', title: 'Commands' },
  { name: 'events', title: 'Events' },
  { name: 'raw', title: 'Raw reports' },
];

export default function NodePage() {
  const { id } = mediaNodeRoute.useParams();
  const node = useQuery(nodeQuery(id));
  return (
    <PageAnswer id={id} query={node} kind="Node" back={back}>
      {(found) => <Found node={found} />}
    </PageAnswer>
  );
}

function Found({ node }: { node: MediaNode }) {
  const { view = 'live' } = mediaNodeRoute.useSearch();
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const canManage = useCanManage();
  const types = useQuery(deviceTypesQuery).data ?? [];
  const { report, line } = useNodeReport(node.id);
  const state = stateOf(node, report === undefined ? undefined : report !== null);
  const type = types.find(({ device_type }) => device_type === node.device_type);
  const version = report?.software_version ?? node.software_version;
  const whyNot = reasonAgainst(node, state, canWrite);
  return (
    <>
      <PageHead
        title={node.name}
        back={back}
        beside={<StateLamp state={state} since={node.last_seen_at} />}
        about={
          <>
            {type?.display_name ?? node.device_type}
            {version && `, version ${version}`}
            {node.expires_at && `, let in until ${dateTime(node.expires_at)}`}
            {node.description && `. ${node.description}`}
          </>
        }
        action={
          <>
            <ButtonLink to="/media-nodes/assistant" search={{ node: node.id }} look="boardQuiet">
              Assistant
            </ButtonLink>
            {canWrite && (
              <ButtonLink to="/tunnels" search={{ node: node.id }} look="boardQuiet">
                Tunnels
              </ButtonLink>
            )}
            {canManage && <Manage node={node} />}
          </>
        }
      />
      {line === 'connecting' && report !== undefined && (
        <div className="mb-4">
          <Notice tone="caution">
            <span role="status">The line to the server is interrupted; the figures stand still until it is back.</span>
          </Notice>
        </div>
      )}
      <Tabs
        label="About the node"
        tabs={tabs}
        value={view}
        onChange={(next) =>
          navigate({ to: '/media-nodes/$id', params: { id: node.id }, search: next === 'live' ? {} : { view: next } })
        }
      >
        <Suspense fallback={<Skeleton lines={6} />}>
          {view === 'live' && <LiveView node={node} state={state} report={report} whyNot={whyNot} />}
          {view === 'history' && <HistoryView node={node} report={report} />}
          {view === 'config' && <ConfigView node={node} whyNot={whyNot} isOnline={state === 'online'} />}
          {view === 'commands' && <CommandsView node={node} type={type} report={report} whyNot={whyNot} />}
          {view === 'events' && <EventsView node={node} />}
          {view === 'raw' && <RawView node={node} report={report} />}
        </Suspense>
      </Tabs>
    </>
  );
}

/** Why nothing can be told to the node now; undefined when it can. */
function reasonAgainst(node: MediaNode, state: ReturnType<typeof stateOf>, canWrite: boolean): string | undefined {
  if (!canWrite) return 'You may look at nodes; operators may command them.';
  if (state === 'online') return undefined;
  if (state === 'pending') return 'It has not registered yet.';
  if (state === 'expired') return 'It was let in until a date that is over.';
  return node.last_seen_at
    ? `It is offline; it was last seen ${ago(node.last_seen_at)}, ${dateTime(node.last_seen_at)}.`
    : 'It is offline.';
}
