import { useEffect, useState } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import { Checkbox } from '../../ui/fields.tsx';
import { ChoiceField } from '../../ui/filter-fields.tsx';
import { type EventFilter, severities } from './routes.ts';

const box = 'min-h-10 min-w-0 max-w-full rounded-md border border-rule bg-panel px-3 py-2 text-ink hover:border-faint';
/** After the last key, so that not every letter asks the server. */
const PAUSE_MS = 300;

export const severityWords = { critical: 'Critical', warning: 'Warning', info: 'Information' } as const;

/** Which events are shown. A change begins at the first page again. */
export function EventFilters({
  filter,
  nodes,
  onFilter,
}: {
  filter: EventFilter;
  nodes: readonly MediaNode[];
  onFilter(filter: EventFilter): void;
}) {
  const change = (name: keyof EventFilter, value: string | boolean) => {
    const { page: _page, [name]: _old, ...rest } = filter;
    onFilter(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <search aria-label="Choose events" className="mb-5 flex flex-wrap items-center gap-3">
      <Typed label="Words of the message" value={filter.q ?? ''} onChange={(value) => change('q', value)} />
      <ChoiceField
        label="Node"
        all="Every node"
        choices={nodes.map(({ id, name }) => ({ value: id, title: name }))}
        value={filter.node}
        className="w-44 min-w-0 max-w-full"
        onChange={(value) => change('node', value)}
      />
      <ChoiceField
        label="Severity"
        all="Every severity"
        choices={severities.map((severity) => ({ value: severity, title: severityWords[severity] }))}
        value={filter.severity}
        className="min-w-0 max-w-full"
        onChange={(value) => change('severity', value)}
      />
      <Typed label="Category" value={filter.category ?? ''} onChange={(value) => change('category', value)} />
      <span className="flex flex-wrap items-center gap-3">
        <label className="flex items-center gap-2 text-quiet text-sm">
          From
          <input
            type="date"
            value={filter.from ?? ''}
            onChange={(event) => change('from', event.target.value)}
            className={box}
          />
        </label>
        <label className="flex items-center gap-2 text-quiet text-sm">
          To
          <input
            type="date"
            value={filter.to ?? ''}
            onChange={(event) => change('to', event.target.value)}
            className={box}
          />
        </label>
      </span>
      <Checkbox
        label="Not acknowledged"
        checked={filter.open ?? false}
        onChange={(event) => change('open', event.target.checked)}
      />
    </search>
  );
}

function Typed({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      maxLength={256}
      onChange={(event) => setTyped(event.target.value)}
      className={`${box} min-w-52 flex-1 basis-52 placeholder:text-quiet sm:max-w-72`}
    />
  );
}
