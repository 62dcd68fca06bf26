import type { DeviceType } from '../../api/nodes.ts';
import { ChoiceField, FindField } from '../../ui/filter-fields.tsx';
import { Segments } from '../../ui/segments.tsx';
import { type NodeFilter, states } from './choose.ts';
import { stateWord } from './state-lamp.tsx';

export type View = 'grid' | 'table';

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
      <FindField
        label="Name, description or version"
        placeholder="Find a node"
        value={filter.q}
        onChange={(value) => change('q', value)}
      />
      <ChoiceField
        label="Type"
        all="Every type"
        choices={types.map(({ device_type, display_name }) => ({ value: device_type, title: display_name }))}
        value={filter.type}
        onChange={(value) => change('type', value)}
      />
      <ChoiceField
        label="State"
        all="Every state"
        choices={states.map((state) => ({ value: state, title: stateWord(state) }))}
        value={filter.state}
        onChange={(value) => change('state', value)}
      />
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
