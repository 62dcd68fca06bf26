import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Json } from '../../api/live-nodes.ts';
import { type Action, type DeviceType, giveCommand, type MediaNode } from '../../api/nodes.ts';
import { useCanManage } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { actionOf, templateOf } from './command-templates.ts';
import { flowsOf, tunnelsOf } from './stats.ts';

type Command = DeviceType['supported_commands'][number];

const box = 'min-h-10 w-full rounded-md border border-rule bg-panel px-3 py-2 hover:border-faint';
/** A newer program knows more than is listed. */
const ANOTHER: Command = {
  name: '',
  description: 'One that only newer programs know; it is sent as it is',
  requires_role: 'operator',
};

/** Chooses a command, fills it in, sends it, and shows what the node answers. */
export function CommandDesk({
  node,
  commands,
  stats,
  whyNot,
}: {
  node: MediaNode;
  commands: readonly Command[];
  stats: Json;
  whyNot: string | undefined;
}) {
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<Command>();
  const found = [...commands, ANOTHER].filter(({ name, description }) =>
    `${name.replaceAll('_', ' ')} ${name} ${description}`.toLowerCase().includes(find.trim().toLowerCase()),
  );
  const first = { flow: flowsOf(stats)[0]?.id ?? '', tunnel: tunnelsOf(stats)[0]?.id ?? '' };
  return (
    <Panel title="Give a command">
      <div className="grid gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-2">
          <input
            type="search"
            aria-label="Find a command"
            placeholder="Find a command"
            value={find}
            onChange={(event) => setFind(event.target.value)}
            className={`${box} placeholder:text-quiet`}
          />
          <ul aria-label="Commands" className="flex max-h-72 flex-col overflow-y-auto lg:max-h-[30rem]">
            {found.map((command) => (
              <li key={command.name}>
                <button
                  type="button"
                  aria-pressed={chosen === command}
                  onClick={() => setChosen(command)}
                  className="w-full rounded-md px-3 py-1.5 text-left hover:bg-well aria-pressed:bg-lever-soft"
                >
                  <span className="block font-medium font-mono text-sm">{command.name || 'another command'}</span>
                  <span className="block text-quiet text-xs">{command.description}</span>
                </button>
              </li>
            ))}
            {found.length === 0 && <li className="px-3 py-2 text-quiet text-sm">No command is like that.</li>}
          </ul>
        </div>
        {chosen ? (
          <CommandForm
            key={chosen.name}
            node={node}
            command={chosen}
            start={templateOf(chosen.name, first)}
            whyNot={whyNot}
          />
        ) : (
          <p className="self-center text-quiet">
            Choose a command. Every one is on record with who gave it and what came of it.
          </p>
        )}
      </div>
    </Panel>
  );
}

function CommandForm({
  node,
  command: { name, description, requires_role },
  start,
  whyNot,
}: {
  node: MediaNode;
  command: Command;
  start: string;
  whyNot: string | undefined;
}) {
  const [typed, setTyped] = useState(start);
  const canManage = useCanManage();
  const queries = useQueryClient();
  const action = actionOf(typed);
  const giving = useMutation({
    mutationFn: (given: Action) => giveCommand(node.id, given),
    onSettled: () => queries.invalidateQueries({ queryKey: ['nodes', node.id, 'commands'] }),
  });
  const reason =
    whyNot ?? (requires_role === 'admin' && !canManage ? 'Only administrators may give this command.' : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof action !== 'string') giving.mutate(action);
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col gap-4">
      <TextArea
        label={name || 'Another command'}
        rows={10}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        hint={description}
        error={typeof action === 'string' && typed !== start ? action : undefined}
      />
      {reason && <Notice>{reason}</Notice>}
      <div>
        <Button
          type="submit"
          look="lever"
          busy={giving.isPending}
          disabled={reason !== undefined || typeof action === 'string'}
        >
          Send
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {giving.data && (
          <Notice tone="clear">
            <p className="font-medium">The node has done it.</p>
            {giving.data.data !== undefined && (
              <pre className="mt-2 max-h-80 overflow-auto whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">
                {JSON.stringify(giving.data.data, null, 2)}
              </pre>
            )}
          </Notice>
        )}
      </div>
      {giving.error && <Failure error={giving.error} />}
    </form>
  );
}
