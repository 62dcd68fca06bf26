import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { type ReactNode, useRef } from 'react';
import { signOut } from '../api/accounts.ts';
import { datasetsQuery } from '../api/datasets.ts';
import { deploymentsQuery } from '../api/deployments.ts';
import { modelsQuery } from '../api/models.ts';
import { nodesQuery } from '../api/nodes.ts';
import { useListed } from '../api/removals.ts';
import { useCanManage, useCanWrite } from '../api/session.ts';
import { runsQuery } from '../api/training.ts';
import { useModal } from '../ui/modal.ts';
import { architectureName } from '../ui/words.ts';
import { fits } from './palette-filter.ts';
import { places } from './places.ts';
import { chooseTheme } from './theme.ts';

/** Everything that can be gone to or done, by typing a few letters of it. */
export default function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const dialog = useModal(input);
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const datasets = useListed(datasetsQuery).data ?? [];
  const models = useListed(modelsQuery).data ?? [];
  const runs = useQuery(runsQuery).data ?? [];
  const nameOf = new Map(datasets.map(({ id, name }) => [id, name]));
  const deployments = useListed(deploymentsQuery).data ?? [];
  const nodes = useListed(nodesQuery).data ?? [];
  const canManage = useCanManage();
  const act = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the key for it is Escape, which the browser handles
    <dialog
      ref={dialog}
      aria-label="Find or do"
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="mt-[12vh] w-[min(580px,calc(100vw-24px))] overflow-hidden rounded-panel border border-rule bg-panel p-0 shadow-2xl backdrop:bg-black/50"
    >
      <Command label="Find or do" loop filter={fits}>
        <Command.Input
          ref={input}
          placeholder="Where to, or what to do?"
          className="w-full border-rule border-b bg-transparent px-5 py-4 text-base outline-none placeholder:text-quiet"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto p-2" label="Found">
          <Command.Empty className="px-3 py-6 text-center text-quiet">Nothing by that name.</Command.Empty>
          <Group heading="Go to">
            {places.map(({ to, name, about, keys }) => (
              <Item key={to} about={about} keys={keys} onSelect={act(() => navigate({ to }))}>
                {name}
              </Item>
            ))}
          </Group>
          <Group heading="Do">
            {canWrite && (
              <>
                <Item onSelect={act(() => navigate({ to: '/datasets', search: { upload: true } }))}>
                  Upload readings
                </Item>
                <Item onSelect={act(() => navigate({ to: '/training/new' }))}>Start a training</Item>
                <Item onSelect={act(() => navigate({ to: '/deployments/new' }))}>Deploy a model</Item>
              </>
            )}
            {canManage && (
              <>
                <Item onSelect={act(() => navigate({ to: '/media-nodes', search: { add: true } }))}>Add a node</Item>
                <Item onSelect={act(() => navigate({ to: '/tunnels', search: { add: true } }))}>Make a tunnel</Item>
                <Item about="Every mail, and how far it came" onSelect={act(() => navigate({ to: '/admin/outbox' }))}>
                  Read the outbox
                </Item>
                <Item
                  about="Pauses, events and the TLS certificate"
                  onSelect={act(() => navigate({ to: '/media-nodes/settings' }))}
                >
                  Node settings
                </Item>
                <Item
                  about="Everything as a file, and back"
                  onSelect={act(() => navigate({ to: '/media-nodes/transfer' }))}
                >
                  Export and import
                </Item>
              </>
            )}
            <Item
              about="Ask about live nodes, and have actions proposed"
              onSelect={act(() => navigate({ to: '/media-nodes/assistant' }))}
            >
              Nodes assistant
            </Item>
            <Item onSelect={act(() => chooseTheme('light'))}>Light room</Item>
            <Item onSelect={act(() => chooseTheme('dark'))}>Dark room</Item>
            <Item onSelect={act(() => chooseTheme('system'))}>Light or dark as the system has it</Item>
            <Item onSelect={act(() => open('/ml/docs/', '_blank', 'noopener'))}>Read the API reference</Item>
            <Item onSelect={act(() => open('/nodes/docs/', '_blank', 'noopener'))}>
              Read the API reference of nodes
            </Item>
            <Item keys="?" onSelect={act(onHelp)}>
              Show the keys
            </Item>
            <Item onSelect={act(() => void signOut())}>Sign out</Item>
          </Group>
          {datasets.length > 0 && (
            <Group heading="Datasets">
              {datasets.map(({ id, name }) => (
                <Item
                  key={id}
                  value={`${name} ${id}`}
                  onSelect={act(() => navigate({ to: '/datasets/$id', params: { id } }))}
                >
                  {name}
                </Item>
              ))}
            </Group>
          )}
          {models.length > 0 && (
            <Group heading="Models">
              {models.map(({ id, name }) => (
                <Item
                  key={id}
                  value={`${name} ${id}`}
                  onSelect={act(() => navigate({ to: '/models/$id', params: { id } }))}
                >
                  {name}
                </Item>
              ))}
            </Group>
          )}
          {runs.length > 0 && (
            <Group heading="Trainings">
              {runs.map(({ id, dataset_id, architecture, status }) => (
                <Item
                  key={id}
                  value={`${nameOf.get(dataset_id) ?? 'Deleted dataset'} training ${id}`}
                  about={`${architectureName(architecture)}, ${status}`}
                  onSelect={act(() => navigate({ to: '/training/$id', params: { id } }))}
                >
                  {nameOf.get(dataset_id) ?? 'Deleted dataset'}
                </Item>
              ))}
            </Group>
          )}
          {deployments.length > 0 && (
            <Group heading="Deployments">
              {deployments.map(({ id, target_name, target_ip, model_name }) => (
                <Item
                  key={id}
                  value={`${target_name || target_ip} deployment ${id}`}
                  about={model_name}
                  onSelect={act(() => navigate({ to: '/deployments/$id', params: { id } }))}
                >
                  {target_name || target_ip}
                </Item>
              ))}
            </Group>
          )}
          {nodes.length > 0 && (
            <Group heading="Nodes">
              {nodes.map(({ id, name, device_type }) => (
                <Item
                  key={id}
                  value={`${name} node ${id}`}
                  about={device_type}
                  onSelect={act(() => navigate({ to: '/media-nodes/$id', params: { id } }))}
                >
                  {name}
                </Item>
              ))}
            </Group>
          )}
        </Command.List>
      </Command>
    </dialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-quiet [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

function Item({
  children,
  about,
  keys,
  value,
  onSelect,
}: {
  children: string;
  about?: string;
  keys?: string;
  value?: string;
  onSelect(): void;
}) {
  return (
    <Command.Item
      {...(value && { value })}
      {...(about && { keywords: [about] })}
      onSelect={onSelect}
      className="flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-md px-3 py-2 data-[selected=true]:bg-lever-soft"
    >
      <span className="min-w-0 truncate">
        {children} {about && <span className="text-quiet text-sm">{about}</span>}
      </span>
      {keys && <kbd className="hidden font-mono text-quiet text-xs sm:inline">{keys}</kbd>}
    </Command.Item>
  );
}
