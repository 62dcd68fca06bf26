import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { LiveReport } from '../../api/live-nodes.ts';
import { type NodeHistory, nodeHistoryQuery, nodeMetricsQuery, type Stretch } from '../../api/node-history.ts';
import type { MediaNode } from '../../api/nodes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Strip } from '../../ui/charts/strip.tsx';
import { momentOf } from '../../ui/charts/times.ts';
import { Segments } from '../../ui/segments.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { type Chart, chartsOf, flowsWithHistory, lineOf, summaryOf } from './history-lines.ts';
import { mediaNodeRoute, type Span } from './routes.ts';
import { flowsOf } from './stats.ts';

const HOUR_MS = 3_600_000;
/** Buckets are whole seconds, minutes or hours, so that the same ones are asked for again as time goes on. */
const stretches: Record<Span, Stretch> = {
  hour: { lengthMs: HOUR_MS, points: 300, everyMs: 10_000 },
  day: { lengthMs: 24 * HOUR_MS, points: 288, everyMs: 60_000 },
  week: { lengthMs: 7 * 24 * HOUR_MS, points: 336, everyMs: 300_000 },
  month: { lengthMs: 30 * 24 * HOUR_MS, points: 360, everyMs: 300_000 },
};
const LEAST_MS = 60_000;
const choices = [
  { value: 'hour', title: '1 hour' },
  { value: 'day', title: '1 day' },
  { value: 'week', title: '7 days' },
  { value: 'month', title: '30 days' },
] as const;

/** What the node did over time. */
export default function HistoryView({ node, report }: { node: MediaNode; report: LiveReport | null | undefined }) {
  const metrics = useQuery(nodeMetricsQuery(node.id));
  return (
    <Answer query={metrics} lines={10}>
      {(kept) =>
        kept.length === 0 ? (
          <Panel>
            <Empty title="There is no history yet">
              Figures are kept from the first report on; a minute after the node has connected there is something to
              see.
            </Empty>
          </Panel>
        ) : (
          <Charts node={node} kept={kept.map(({ metric }) => metric)} report={report} />
        )
      }
    </Answer>
  );
}

type Close = { from: number; to: number };

function Charts({
  node,
  kept,
  report,
}: {
  node: MediaNode;
  kept: readonly string[];
  report: LiveReport | null | undefined;
}) {
  const { span = 'hour', flow } = mediaNodeRoute.useSearch();
  const navigate = useNavigate();
  const [close, setClose] = useState<Close>();
  const flows = flowsWithHistory(kept);
  const shownFlow = flow !== undefined && flows.includes(flow) ? flow : undefined;
  const charts = chartsOf(kept, shownFlow);
  const stretch: Stretch = close ?? stretches[span];
  const history = useQuery({
    ...nodeHistoryQuery(
      node.id,
      charts.map(({ metric }) => metric),
      stretch,
    ),
    placeholderData: keepPreviousData,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another span or flow is seen as a whole first
  useEffect(() => setClose(undefined), [span, flow]);
  const look = (next: { span: Span; flow: string | undefined }) =>
    navigate({
      to: '/media-nodes/$id',
      params: { id: node.id },
      search: {
        view: 'history',
        ...(next.span !== 'hour' && { span: next.span }),
        ...(next.flow !== undefined && { flow: next.flow }),
      },
      replace: true,
      resetScroll: false,
    });
  const nameOf = useMemo(
    () => new Map(flowsOf(report?.stats ?? {}).map(({ id, name }) => [id, name])),
    [report?.stats],
  );
  return (
    <Panel flush>
      <div className="flex flex-wrap items-center gap-3 border-rule border-b px-5 py-3">
        <Segments
          legend="How far back"
          value={span}
          choices={choices}
          onChange={(value) => void look({ span: value, flow: shownFlow })}
        />
        {flows.length > 0 && (
          <select
            aria-label="Of what"
            value={shownFlow ?? ''}
            onChange={(event) => void look({ span, flow: event.target.value || undefined })}
            className="min-h-10 min-w-0 max-w-full rounded-md border border-rule bg-panel px-3 py-2 text-ink hover:border-faint"
          >
            <option value="">The whole node</option>
            {flows.map((id) => (
              <option key={id} value={id}>
                Flow {nameOf.get(id) ?? id}
              </option>
            ))}
          </select>
        )}
        {close && <Button onClick={() => setClose(undefined)}>All of it</Button>}
      </div>
      <Answer query={history} lines={10}>
        {({ from, to, histories }) => (
          <Stack charts={charts} from={from} to={to} histories={histories} onZoom={setClose} />
        )}
      </Answer>
    </Panel>
  );
}

function Stack({
  charts,
  from,
  to,
  histories,
  onZoom,
}: {
  charts: readonly Chart[];
  from: number;
  to: number;
  histories: ReadonlyMap<string, NodeHistory>;
  onZoom(close: Close): void;
}) {
  const group = useId();
  // While the charts of another flow are on their way, those of the last one stay.
  const there = charts.filter(({ metric }) => histories.has(metric));
  const isEmpty = there.every(({ metric }) => histories.get(metric)?.buckets.length === 0);
  if (isEmpty)
    return (
      <Empty title="Nothing was reported in this time">
        It was not connected, or its history is not kept that long.
      </Empty>
    );
  return (
    <>
      {there.map((chart, i) => (
        <ChartStrip
          key={chart.metric}
          chart={chart}
          history={histories.get(chart.metric) as NodeHistory}
          from={from}
          to={to}
          colour={(i % 8) + 1}
          group={group}
          withAxis={i === there.length - 1}
          onZoom={onZoom}
        />
      ))}
      <p className="border-rule border-t px-5 py-2 text-quiet text-xs">
        {momentOf(from, 'local')} to {momentOf(to, 'local')}, your time. The line is the mean, the band reaches from the
        least to the greatest value.
        <span className="pointer-coarse:hidden"> Drag over a chart to look closer.</span>
      </p>
    </>
  );
}

function ChartStrip({
  chart: { title, measure, isCounter },
  history,
  from,
  to,
  colour,
  group,
  withAxis,
  onZoom,
}: {
  chart: Chart;
  history: NodeHistory;
  from: number;
  to: number;
  colour: number;
  group: string;
  withAxis: boolean;
  onZoom(close: Close): void;
}) {
  const line = useMemo(() => lineOf(history, isCounter), [history, isCounter]);
  const series = useMemo(() => ({ column: title, ...line }), [title, line]);
  const zoom = useCallback(
    (start: number, end: number) => {
      const width = Math.max(LEAST_MS, end - start);
      onZoom({ from: Math.round(start), to: Math.round(start + width) });
    },
    [onZoom],
  );
  return (
    <Strip
      series={series}
      x={line.x}
      from={from}
      to={to}
      isTime
      zone="local"
      measure={measure}
      summary={summaryOf(line, measure.say)}
      colour={colour}
      group={group}
      withAxis={withAxis}
      onZoom={zoom}
    />
  );
}
