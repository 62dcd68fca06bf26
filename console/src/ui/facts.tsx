import type { ReactNode } from 'react';

export type FactLine = { name: string; value: ReactNode; about?: string };

/** Names and values, as on a data plate. */
export function Facts({
  facts,
  columns = 'sm:grid-cols-2 lg:grid-cols-4',
}: {
  facts: readonly FactLine[];
  columns?: string;
}) {
  return (
    <dl className={`grid grid-cols-2 gap-x-6 gap-y-4 ${columns}`}>
      {facts.map(({ name, value, about }) => (
        <div key={name} className="min-w-0 border-rule border-l-2 pl-3">
          <dt className="text-quiet text-sm">{name}</dt>
          <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
          {about && <dd className="text-quiet text-xs">{about}</dd>}
        </div>
      ))}
    </dl>
  );
}
