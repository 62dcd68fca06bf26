import { useMutation } from '@tanstack/react-query';
import { giveCommand } from '../../api/nodes.ts';
import { Button } from '../../ui/button.tsx';
import { bitrate, count, duration } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { Failure, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { PortTable } from './ports.tsx';
import type { Flow, Stream, TransportStream } from './stats.ts';

const tones: Record<string, Tone> = { healthy: 'clear', warning: 'caution', error: 'danger', critical: 'danger' };
const done = { start_flow: 'started', stop_flow: 'stopped', restart_flow: 'restarted' } as const;
type Verb = keyof typeof done;

/** A flow: how it does, what goes in and out of it, and its levers. */
export function FlowPanel({ nodeId, flow, whyNot }: { nodeId: string; flow: Flow; whyNot: string | undefined }) {
  const command = useMutation({
    mutationFn: (type: Verb) => giveCommand(nodeId, { type, flow_id: flow.id }),
    onSuccess: (_, type) => say(`${flow.name} is ${done[type]}.`),
  });
  const lever = (type: Verb, title: string) => (
    <Button
      disabled={whyNot !== undefined}
      title={whyNot}
      busy={command.isPending && command.variables === type}
      onClick={() => command.mutate(type)}
      aria-label={`${title} ${flow.name}`}
    >
      {title}
    </Button>
  );
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="[overflow-wrap:anywhere]">{flow.name}</span>
          <FlowState flow={flow} />
        </span>
      }
      action={
        flow.isRunning ? (
          <>
            {lever('restart_flow', 'Restart')}
            {lever('stop_flow', 'Stop')}
          </>
        ) : (
          lever('start_flow', 'Start')
        )
      }
    >
      <div className="flex flex-col gap-4">
        {command.error && <Failure error={command.error} />}
        {flow.reasons.length > 0 && (
          <ul className="list-disc pl-5 text-caution text-sm">
            {flow.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {flow.input || flow.outputs.length > 0 ? (
          <PortTable flow={flow} />
        ) : (
          <p className="text-quiet text-sm">It does not run, and reports nothing of its input and outputs.</p>
        )}
        {(flow.streams.length > 0 || flow.transport) && (
          <div className="grid gap-4 sm:grid-cols-2">
            {flow.streams.length > 0 && <Streams streams={flow.streams} />}
            {flow.transport && <Transport transport={flow.transport} />}
          </div>
        )}
        {flow.uptime > 0 && flow.isRunning && (
          <p className="text-quiet text-sm">Running for {duration(flow.uptime)}.</p>
        )}
      </div>
    </Panel>
  );
}

function FlowState({ flow: { isRunning, state, health } }: { flow: Flow }) {
  const tone = isRunning ? (tones[health] ?? 'notice') : 'idle';
  const word = isRunning
    ? health === 'healthy' || !health
      ? 'Running'
      : `Running, ${health}`
    : state === 'idle'
      ? 'Stopped'
      : state;
  return (
    <span className="inline-flex items-center gap-2 font-medium text-sm">
      <Lamp tone={tone} /> {word}
    </span>
  );
}

function Streams({ streams }: { streams: readonly Stream[] }) {
  return (
    <div>
      <h3 className="mb-1 text-quiet text-sm">Content</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {streams.map(({ kind, what, bitrate: rate }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: streams have no other name than their place
          <li key={i} className="flex flex-wrap justify-between gap-x-3">
            <span>
              <span className="text-quiet">{kind === 'video' ? 'Video' : 'Audio'}</span> {what}
            </span>
            <span className="whitespace-nowrap">{bitrate(rate)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Transport({ transport: { isCompliant, failing, errors } }: { transport: TransportStream }) {
  return (
    <div>
      <h3 className="mb-1 text-quiet text-sm">Transport stream, TR 101 290</h3>
      <p className="flex items-center gap-2 text-sm">
        <Lamp tone={isCompliant ? 'clear' : 'danger'} />
        {isCompliant ? 'In order' : `Not in order: ${failing.join(' and ')}`}
      </p>
      {errors.length > 0 && (
        <p className="mt-1 text-quiet text-sm">
          Since the start: {errors.map(([name, n]) => `${count(n)} ${name}`).join(', ')} errors.
        </p>
      )}
    </div>
  );
}
