import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import type { NodeLine, Order, SortName } from './choose.ts';
import { Alerts, Bitrate, LoadOrLeft, NodeLamp, Version } from './live-cells.tsx';
import { Sparkline } from './sparkline.tsx';

const ROW_HEIGHT = 60;
const cell = 'truncate px-2 first:pl-5 last:pr-5 sm:px-3';

/** From which width on a column is there; the first one then says what is left out. */
const shown = { always: '', sm: 'hidden sm:block', lg: 'hidden lg:block' };

const columns: readonly { title: string; by?: SortName; from: keyof typeof shown }[] = [
  { title: 'Node', by: 'name', from: 'always' },
  { title: 'State', by: 'state', from: 'sm' },
  { title: 'Bitrate', by: 'bitrate', from: 'always' },
  { title: 'Carries', from: 'lg' },
  { title: 'Version', by: 'version', from: 'lg' },
  { title: 'Alerts', by: 'alerts', from: 'always' },
];

/** Rows are laid out by themselves, not as parts of a table: one that comes into sight moves no other. */
const row =
  'grid items-center grid-cols-[minmax(0,1fr)_7rem_6rem] sm:grid-cols-[minmax(0,1fr)_10rem_14rem_7rem] lg:grid-cols-[minmax(0,1fr)_10rem_14rem_11rem_6rem_7rem]';

/** One line for each node; only those in sight are there. */
export function NodeTable({
  lines,
  order,
  onOrder,
}: {
  lines: readonly NodeLine[];
  order: Order;
  onOrder(order: Order): void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const measure = () => setTop(Math.round(element.getBoundingClientRect().top + scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  return (
    <table aria-label="Nodes" aria-rowcount={lines.length + 1} className="block w-full text-left">
      <thead className="block">
        <tr className={`${row} border-rule border-b text-quiet text-sm`}>
          {columns.map(({ title, by, from }) => (
            <th
              key={title}
              scope="col"
              aria-sort={order.by === by ? (order.descending ? 'descending' : 'ascending') : undefined}
              className={`${cell} py-2 font-medium ${shown[from]}`}
            >
              {by ? (
                <button
                  type="button"
                  onClick={() => onOrder({ by, descending: order.by === by && !order.descending })}
                  className="inline-flex items-center gap-1 rounded hover:text-ink"
                >
                  {title}
                  <span aria-hidden="true" className={order.by === by ? '' : 'opacity-0'}>
                    {order.by === by && order.descending ? '↓' : '↑'}
                  </span>
                </button>
              ) : (
                title
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className="relative block" style={{ height: lines.length * ROW_HEIGHT }}>
        {lines.slice(first, last + 1).map(({ node, alerts }, i) => (
          <Row key={node.id} node={node} alerts={alerts} place={first + i} />
        ))}
      </tbody>
    </table>
  );
}

const Row = memo(function Row({ node, alerts, place }: { node: MediaNode; alerts: number; place: number }) {
  return (
    <tr
      // The headings are the first.
      aria-rowindex={place + 2}
      style={{ height: ROW_HEIGHT, top: place * ROW_HEIGHT }}
      className={`${row} absolute inset-x-0 border-rule/70 border-b [contain:strict] last:border-b-0 hover:bg-well/40`}
    >
      <th scope="row" className={`${cell} text-left font-normal`}>
        <Link
          to="/media-nodes/$id"
          params={{ id: node.id }}
          title={node.name}
          className="rounded font-medium underline-offset-4 hover:underline"
        >
          {node.name}
        </Link>
        <span className="block truncate text-quiet text-sm">
          <span className="hidden sm:inline">{node.device_type}</span>
          <span className="sm:hidden">
            <NodeLamp node={node} />
          </span>
        </span>
      </th>
      <td className={`${cell} ${shown.sm}`}>
        <NodeLamp node={node} />
      </td>
      <td className={cell}>
        <span className="flex items-center justify-between gap-3">
          <span className="whitespace-nowrap">
            <Bitrate id={node.id} />
          </span>
          <span className="hidden sm:block">
            <Sparkline id={node.id} />
          </span>
        </span>
      </td>
      <td className={`${cell} text-sm ${shown.lg}`}>
        <LoadOrLeft node={node} />
      </td>
      <td className={`${cell} text-quiet text-sm ${shown.lg}`}>
        <Version node={node} />
      </td>
      <td className={cell}>
        <Alerts node={node} count={alerts} />
      </td>
    </tr>
  );
});
