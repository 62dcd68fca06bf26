import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { type Dataset, previewQuery } from '../../api/datasets.ts';
import { Button } from '../../ui/button.tsx';
import { count } from '../../ui/format.ts';
import { Failure, Panel } from '../../ui/surfaces.tsx';

const PAGE = 200;
const ROW_HEIGHT = 32;
/** Browsers end an element at some 33 million pixels; a window of the record stays far below that. */
const WINDOW = 200_000;

type Sort = { column: string; descending: boolean } | undefined;

/** The rows as they are in the file; only those in sight are asked for and drawn. */
export default function Rows({ dataset }: { dataset: Dataset }) {
  const [sort, setSort] = useState<Sort>();
  const [start, setStart] = useState(0);
  const size = Math.min(WINDOW, dataset.row_count - start);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: size,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = start + (items[0]?.index ?? 0);
  const last = start + (items.at(-1)?.index ?? 0);
  const { rowAt, error, refetch } = useRows(dataset.id, first, last, sort);

  const orderBy = (column: string) => {
    setSort((old) =>
      old?.column !== column
        ? { column, descending: false }
        : old.descending
          ? undefined
          : { column, descending: true },
    );
    goTo(0);
  };
  const goTo = (row: number) => {
    setStart(Math.floor(row / WINDOW) * WINDOW);
    virtual.scrollToOffset((row % WINDOW) * ROW_HEIGHT);
  };
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Panel flush>
      {error != null && (
        <div className="p-4">
          <Failure error={error} retry={refetch} />
        </div>
      )}
      <section
        ref={box}
        className="h-[min(36rem,70dvh)] overflow-auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable with the keyboard
        tabIndex={0}
        aria-label="Rows of the dataset"
      >
        <table aria-rowcount={dataset.row_count + 1} className="w-full min-w-max table-fixed text-left text-sm">
          <caption className="sr-only">{`Rows of ${dataset.name}`}</caption>
          <colgroup>
            <col className="w-22" />
            {dataset.columns.map((name) => (
              <col key={name} className={name === dataset.timestamp_column ? 'w-52' : 'w-36'} />
            ))}
          </colgroup>
          <thead className="sticky top-0 z-10 bg-panel shadow-[0_1px_0_var(--rule)]">
            <tr aria-rowindex={1}>
              <th scope="col" className="px-3 py-2 text-right font-normal text-quiet">
                Row
              </th>
              {dataset.columns.map((name) => (
                <ColumnHead key={name} name={name} sort={sort} onSort={orderBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            <tr style={{ height: above }} />
            {items.map(({ index }) => (
              <Row key={index} number={start + index + 1} columns={dataset.columns} cells={rowAt(start + index)} />
            ))}
            <tr style={{ height: below }} />
          </tbody>
        </table>
      </section>
      <div className="flex flex-wrap items-center justify-between gap-3 border-rule border-t px-4 py-2.5 text-sm">
        <p className="text-quiet">
          Rows {count(first + 1)} to {count(last + 1)} of {count(dataset.row_count)}
          {sort && `, by ${sort.column}, ${sort.descending ? 'greatest first' : 'least first'}`}
        </p>
        <div className="flex gap-2">
          {dataset.row_count > WINDOW && (
            <>
              <Button disabled={start === 0} onClick={() => goTo(start - WINDOW)}>
                Rows before
              </Button>
              <Button disabled={start + WINDOW >= dataset.row_count} onClick={() => goTo(start + WINDOW)}>
                Rows after
              </Button>
            </>
          )}
          <Button onClick={() => goTo(dataset.row_count - 1)}>To the end</Button>
        </div>
      </div>
    </Panel>
  );
}

function ColumnHead({ name, sort, onSort }: { name: string; sort: Sort; onSort(name: string): void }) {
  const isSorted = sort?.column === name;
  const order = isSorted && (sort.descending ? 'descending' : 'ascending');
  return (
    <th scope="col" aria-sort={order || undefined} className="p-0 font-medium">
      <button
        type="button"
        onClick={() => onSort(name)}
        title={`Sort by ${name}`}
        className="flex w-full items-center gap-1 px-3 py-2 text-left hover:bg-well"
      >
        <span className="truncate">{name}</span>
        <span aria-hidden="true">{isSorted ? (sort.descending ? '↓' : '↑') : ''}</span>
      </button>
    </th>
  );
}

function Row({
  number,
  columns,
  cells,
}: {
  /** From 1. */
  number: number;
  columns: readonly string[];
  /** Undefined while they are on their way. */
  cells: readonly string[] | undefined;
}) {
  return (
    <tr aria-rowindex={number + 1} className="border-rule/50 border-b hover:bg-well/60" style={{ height: ROW_HEIGHT }}>
      <th scope="row" className="px-3 text-right font-normal text-quiet">
        {count(number)}
      </th>
      {columns.map((name, i) => (
        <td key={name} className="truncate px-3">
          {cells ? (
            cells[i] || <span className="text-quiet">–</span>
          ) : (
            <span className="inline-block h-3 w-16 rounded bg-well" />
          )}
        </td>
      ))}
    </tr>
  );
}

/** The pages that hold the rows from `first` to `last`; what was seen stays for a while. */
function useRows(id: string, first: number, last: number, sort: Sort) {
  const pages = useMemo(() => {
    const from = Math.floor(first / PAGE);
    const to = Math.floor(Math.max(first, last) / PAGE);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i + 1);
  }, [first, last]);
  const answers = useQueries({
    queries: pages.map((page) =>
      previewQuery(id, {
        page,
        page_size: PAGE,
        sort_dir: sort?.descending ? 'desc' : 'asc',
        ...(sort && { sort_col: sort.column }),
      }),
    ),
  });
  const rowAt = (row: number): readonly string[] | undefined => {
    const page = Math.floor(row / PAGE) + 1;
    return answers[pages.indexOf(page)]?.data?.rows[row % PAGE];
  };
  const failed = answers.find(({ error }) => error);
  return { rowAt, error: failed?.error, refetch: () => void failed?.refetch() };
}
