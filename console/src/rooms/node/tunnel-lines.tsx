import { bitrate } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import type { TunnelLine } from './stats.ts';

/** `ready` is an edge's word, `active` a relay's. */
export function toneOfTunnel(state: string): Tone {
  if (state === 'ready' || state === 'active') return 'clear';
  if (state === 'down') return 'danger';
  return state === 'empty' ? 'idle' : 'caution';
}

export function TunnelLines({ tunnels }: { tunnels: readonly TunnelLine[] }) {
  return (
    <Panel title="Tunnels" flush={tunnels.length > 0}>
      {tunnels.length === 0 ? (
        <p className="text-quiet">No tunnel runs through it.</p>
      ) : (
        <ul aria-label="Tunnels" className="divide-y divide-rule/70">
          {tunnels.map(({ id, name, state, about, bitrate: rate }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3">
              <div className="min-w-0 flex-1 basis-56">
                <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
                <p className="text-quiet text-sm [overflow-wrap:anywhere]">{about}</p>
              </div>
              {rate !== undefined && <span className="whitespace-nowrap text-sm">{bitrate(rate)}</span>}
              <span className="inline-flex items-center gap-2 whitespace-nowrap font-medium text-sm">
                <Lamp tone={toneOfTunnel(state)} /> {state}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
