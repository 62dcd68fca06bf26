import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import type { NodeLine } from './choose.ts';
import { Alerts, Bitrate, LoadOrLeft, NodeLamp, Version } from './live-cells.tsx';
import { Sparkline } from './sparkline.tsx';

const CARD_WIDTH = 270;
const CARD_HEIGHT = 168;
const GAP = 16;

/** A plate for each node; only those in sight are there. */
export function NodeGrid({ lines }: { lines: readonly NodeLine[] }) {
  const list = useRef<HTMLUListElement>(null);
  const { columns, top } = usePlace(list);
  const rows = Math.ceil(lines.length / columns);
  const virtual = useWindowVirtualizer({
    count: rows,
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: 2,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  return (
    <ul ref={list} aria-label="Nodes" className="relative" style={{ height: rows * (CARD_HEIGHT + GAP) - GAP }}>
      {lines.slice(first * columns, (last + 1) * columns).map(({ node, alerts }, i) => (
        <Plate key={node.id} node={node} alerts={alerts} place={first * columns + i} columns={columns} />
      ))}
    </ul>
  );
}

/** How many plates stand side by side, and where the first one is on the page. */
function usePlace(list: React.RefObject<HTMLUListElement | null>) {
  const [place, setPlace] = useState({ columns: 1, top: 0 });
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => {
      const columns = Math.max(1, Math.floor((element.clientWidth + GAP) / (CARD_WIDTH + GAP)));
      const top = Math.round(element.getBoundingClientRect().top + scrollY);
      setPlace((old) => (old.columns === columns && old.top === top ? old : { columns, top }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return place;
}

/** Stands where its place in the list is, by itself: when others come into sight, it is neither laid out nor painted again. */
const Plate = memo(function Plate({
  node,
  alerts,
  place,
  columns,
}: {
  node: MediaNode;
  alerts: number;
  place: number;
  columns: number;
}) {
  const column = place % columns;
  return (
    <li
      className="absolute flex min-w-0 flex-col gap-2 rounded-panel border border-rule bg-panel p-4 [contain:strict]"
      style={{
        height: CARD_HEIGHT,
        width: `calc((100% - ${(columns - 1) * GAP}px) / ${columns})`,
        left: `calc((100% + ${GAP}px) * ${column / columns})`,
        top: Math.floor(place / columns) * (CARD_HEIGHT + GAP),
      }}
    >
      <div className="min-w-0">
        <h2 className="truncate text-base">
          <Link
            to="/media-nodes/$id"
            params={{ id: node.id }}
            title={node.name}
            className="rounded underline-offset-4 hover:underline"
          >
            {node.name}
          </Link>
        </h2>
        <p className="truncate text-quiet text-sm">
          {node.device_type} <Version node={node} />
        </p>
      </div>
      <div className="flex min-h-7 items-center justify-between gap-2">
        <NodeLamp node={node} />
        {alerts > 0 && <Alerts node={node} count={alerts} />}
      </div>
      <div className="mt-auto flex items-end justify-between gap-3 border-rule border-t pt-2">
        <span className="min-w-0">
          <span className="block whitespace-nowrap font-medium">
            <Bitrate id={node.id} />
          </span>
          <span className="block truncate text-quiet text-sm">
            <LoadOrLeft node={node} />
          </span>
        </span>
        <Sparkline id={node.id} width={104} height={36} />
      </div>
    </li>
  );
});
