import { type ReactNode, useMemo, useState } from 'react';

export type Column<Row> = {
  name: string;
  cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it the heading is no button. */
  sort?: (row: Row) => string | number;
  /** Numbers stand right. */
  align?: 'right';
  /** Left out on screens narrower than this: the first column then says it. */
  from?: 'sm' | 'md' | 'lg';
};

type Order = { name: string; descending: boolean };

const visibility = { sm: 'hidden sm:table-cell', md: 'hidden md:table-cell', lg: 'hidden lg:table-cell' };

/** A list whose headings sort it. */
export function Table<Row>({
  label,
  rows,
  columns,
  rowKey,
}: {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
}) {
  const [order, setOrder] = useState<Order>();
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, columns, order]);
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left" aria-label={label}>
        <thead>
          <tr className="border-rule border-b text-quiet text-sm">
            {columns.map((column) => (
              <Heading key={column.name} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-rule/70">
          {sorted.map((row) => (
            <tr key={rowKey(row)} className="transition hover:bg-well/40">
              {columns.map(({ name, cell, align, from }) => (
                <td
                  key={name}
                  className={`px-3 py-3 align-middle first:pl-5 last:pr-5 ${align === 'right' ? 'text-right' : ''} ${from ? visibility[from] : ''}`}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading<Row>({
  column: { name, sort, align, from },
  order,
  onOrder,
}: {
  column: Column<Row>;
  order: Order | undefined;
  onOrder(order: Order): void;
}) {
  const isActive = order?.name === name;
  const descending = isActive && order.descending;
  const className = `px-3 py-2 font-medium first:pl-5 last:pr-5 ${align === 'right' ? 'text-right' : ''} ${from ? visibility[from] : ''}`;
  if (!sort)
    return (
      <th scope="col" className={className}>
        {name}
      </th>
    );
  return (
    <th scope="col" aria-sort={isActive ? (descending ? 'descending' : 'ascending') : undefined} className={className}>
      <button
        type="button"
        onClick={() => onOrder({ name, descending: isActive && !descending })}
        className="inline-flex items-center gap-1 hover:text-ink"
      >
        {name}
        <span aria-hidden="true" className={isActive ? '' : 'opacity-0'}>
          {descending ? '↓' : '↑'}
        </span>
      </button>
    </th>
  );
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | undefined,
): readonly Row[] {
  const key = columns.find(({ name }) => name === order?.name)?.sort;
  if (!key || !order) return rows;
  const sign = order.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const by = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'en');
    return sign * by;
  });
}
