import { bitrate, count, number } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import type { Flow, Port } from './stats.ts';

function toneOf(state: string): Tone {
  if (/fail|error|down|lost/.test(state)) return 'danger';
  if (/idle|stopped|closed/.test(state)) return 'idle';
  if (/wait|connecting|bound|listen/.test(state)) return 'caution';
  return 'clear';
}

/** Input and outputs of a flow with their figures. */
export function PortTable({ flow: { name, input, outputs } }: { flow: Flow }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={`Input and outputs of ${name}`} className="-mx-5 -mt-3 overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Input and outputs of {name}</caption>
        <thead>
          <tr className="border-rule border-b text-quiet">
            {['', 'Address', 'State', 'Bitrate', 'Lost', 'SRT'].map((title) => (
              <th
                key={title}
                scope="col"
                className={`whitespace-nowrap px-3 py-1.5 font-medium first:pl-5 last:pr-5 ${title === 'Address' ? 'hidden sm:table-cell' : ''}`}
              >
                {title || <span className="sr-only">Port</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-rule/70">
          {input && <Line port={input} side="Input" />}
          {outputs.map((output) => (
            <Line key={output.id} port={output} side="Output" />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ port, side }: { port: Port; side: 'Input' | 'Output' }) {
  const { name, type, address, state, lost, recovered, srt } = port;
  return (
    <tr className="align-top [&_td]:px-3 [&_td]:py-2 [&_td:last-child]:pr-5">
      <th scope="row" className="min-w-36 py-2 pr-3 pl-5 text-left font-normal">
        <span className="font-medium">{name || side}</span>
        <span className="block text-quiet">
          {name ? `${side}, ` : ''}
          {type}
        </span>
        <span className="block font-mono text-xs leading-5 sm:hidden">{address}</span>
      </th>
      <td className="hidden whitespace-nowrap font-mono text-xs leading-5 sm:table-cell">{address || '–'}</td>
      <td className="whitespace-nowrap">
        <span className="inline-flex items-center gap-2">
          <Lamp tone={toneOf(state)} /> {state.replaceAll('_', ' ')}
        </span>
      </td>
      <td className="whitespace-nowrap">{bitrate(port.bitrate)}</td>
      <td className="whitespace-nowrap">
        {count(lost)}
        {recovered > 0 && <span className="block text-quiet text-xs">{count(recovered)} recovered</span>}
      </td>
      <td className="whitespace-nowrap">
        {srt.length === 0 ? '–' : null}
        {srt.map((leg, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the legs are first and second
          <span key={i} className="block">
            {srt.length > 1 && <span className="text-quiet">Leg {i + 1}: </span>}
            {number(leg.rttMs)} ms round trip
            <span className="block text-quiet text-xs">
              {count(leg.lost)} lost, {count(leg.retransmitted)} sent again
              {leg.latencyMs > 0 && `, ${number(leg.latencyMs)} ms latency`}
            </span>
          </span>
        ))}
      </td>
    </tr>
  );
}
