import type { DeviceType } from '../../api/nodes.ts';
import { Segments } from '../../ui/segments.tsx';
import { type NodeFilter, type NodeState, states } from './choose.ts';
import { stateWord } from './state-lamp.tsx';

export type View = 'grid' | 'table';

const box = 'min-h-10 rounded-md border border-rule bg-panel px-3 py-2 text-ink hover:border-faint';

/** What of the nodes is shown, and how. */
export function Filters({
  filter,
  types,
  view,
  onFilter,
  onView,
}: {
  filter: NodeFilter;
  types: readonly DeviceType[];
  view: View;
  onFilter(filter: NodeFilter): void;
  onView(view: View): void;
}) {
  const change = (name: keyof NodeFilter, value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <search aria-label="Choose nodes" className="mb-5 flex flex-wrap items-center gap-3">
      <input
        type="search"
        aria-label="Name, description or version"
        placeholder="Find a node"
        value={filter.q ?? ''}
        onChange={(event) => change('q', event.target.value)}
        className={`${box} min-w-40 flex-1 placeholder:text-quiet sm:max-w-72`}
      />
      <select
        aria-label="Type"
        value={filter.type ?? ''}
        onChange={(event) => change('type', event.target.value)}
        className={box}
      >
        <option value="">Every type</option>
        {types.map(({ device_type, display_name }) => (
          <option key={device_type} value={device_type}>
            {display_name}
          </option>
        ))}
      </select>
      <select
        aria-label="State"
        value={filter.state ?? ''}
        onChange={(event) => change('state', event.target.value)}
        className={box}
      >
        <option value="">Every state</option>
        {states.map((state: NodeState) => (
          <option key={state} value={state}>
            {stateWord(state)}
          </option>
        ))}
      </select>
      <span className="ml-auto">
        <Segments
          legend="How nodes are shown"
          value={view}
          onChange={onView}
          choices={[
            { value: 'grid', title: 'Grid' },
            { value: 'table', title: 'Table' },
          ]}
        />
      </span>
    </search>
  );
}
