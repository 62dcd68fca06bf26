import { useQuery } from '@tanstack/react-query';
import { commandsQuery, type GivenCommand, type MediaNode } from '../../api/nodes.ts';
import { Answer } from '../../ui/answer.tsx';
import { ago, dateTime } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { Panel } from '../../ui/surfaces.tsx';

const outcomes: Record<GivenCommand['state'], { tone: Tone; word: string }> = {
  sent: { tone: 'notice', word: 'On its way' },
  done: { tone: 'clear', word: 'Done' },
  refused: { tone: 'danger', word: 'Refused' },
  timed_out: { tone: 'caution', word: 'No answer in time' },
  unknown: { tone: 'caution', word: 'Not known' },
};

/** Who told the node what, and what came of it; newest first. */
export function GivenCommands({ node }: { node: MediaNode }) {
  const given = useQuery(commandsQuery(node.id));
  return (
    <Panel title="Given commands" flush>
      <Answer query={given} lines={4}>
        {(list) =>
          list.length === 0 ? (
            <p className="p-5 text-quiet">It was given no command yet.</p>
          ) : (
            <ul aria-label="Given commands" className="divide-y divide-rule/70">
              {list.map((command) => (
                <Line key={command.command_id} command={command} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function Line({ command: { action, state, error, given_by, created_at } }: { command: GivenCommand }) {
  const { tone, word } = outcomes[state];
  const { type, ...parameters } = action as Record<string, unknown>;
  const about = Object.values(parameters).filter((value) => typeof value === 'string');
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-5 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="[overflow-wrap:anywhere]">
          <span className="font-medium font-mono text-sm">{String(type)}</span>{' '}
          <span className="text-quiet text-sm">{about.join(' ')}</span>
        </p>
        <p className="text-quiet text-sm">
          <time dateTime={created_at} title={dateTime(created_at)}>
            {ago(created_at)}
          </time>{' '}
          by {given_by === 'system' ? 'Signalbox' : given_by}
        </p>
        {error && <p className="text-danger text-sm [overflow-wrap:anywhere]">{error}</p>}
        {Object.keys(parameters).length > 0 && (
          <details className="text-sm">
            <summary className="w-fit rounded text-quiet">What was sent</summary>
            <pre className="mt-1 max-h-64 overflow-auto rounded-md bg-well p-3 font-mono text-xs">
              {JSON.stringify(action, null, 2)}
            </pre>
          </details>
        )}
      </div>
      <span className="inline-flex items-center gap-2 whitespace-nowrap font-medium text-sm">
        <Lamp tone={tone} blinking={state === 'sent'} /> {word}
      </span>
    </li>
  );
}
