import type { ScoredRow } from '../../api/score.ts';
import { count, number } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const NAMED = 3;

/** The sensors that made a row unusual, most of all first. */
function causesOf({ contributions, score }: ScoredRow): { sensor: string; share: number }[] {
  return Object.entries(contributions)
    .map(([sensor, part]) => ({ sensor, share: score === 0 ? 0 : part / score }))
    .filter(({ share }) => share >= 0.05)
    .sort((a, b) => b.share - a.share)
    .slice(0, NAMED);
}

const columns: readonly Column<ScoredRow>[] = [
  { name: 'Row', align: 'right', sort: ({ row }) => row, cell: ({ row }) => count(row + 1) },
  {
    name: 'Score',
    sort: ({ score }) => score,
    cell: ({ anomaly_score, score, anomaly }) => (
      <span className="inline-flex items-center gap-2 whitespace-nowrap">
        <Lamp tone={anomaly ? 'danger' : 'clear'} />
        {anomaly_score.toFixed(3)}
        <span className="hidden text-quiet text-sm sm:inline">{number(score)} × threshold</span>
      </span>
    ),
  },
  {
    name: 'Because of',
    cell: (row) => (
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {causesOf(row).map(({ sensor, share }) => (
          <li key={sensor} className="whitespace-nowrap">
            {sensor} <span className="text-quiet">{Math.round(share * 100)}%</span>
          </li>
        ))}
      </ul>
    ),
  },
];

export function WorstRows({ rows }: { rows: readonly ScoredRow[] }) {
  return (
    <Panel title="The most unusual rows" flush>
      <Table label="The most unusual rows" rows={rows} columns={columns} rowKey={({ row }) => String(row)} />
    </Panel>
  );
}
