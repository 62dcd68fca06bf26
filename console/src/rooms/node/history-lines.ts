import type { HistoryBucket, NodeHistory } from '../../api/node-history.ts';
import type { Measure } from '../../ui/charts/strip.tsx';
import { bitrate } from '../../ui/format.ts';

/** A chart: which figure it is of, and how it is said. */
export type Chart = {
  metric: string;
  title: string;
  measure: Measure;
  /** The figure counts up from a start; what is shown is how much a minute. */
  isCounter?: true;
};

export type Line = { x: number[]; min: (number | null)[]; max: (number | null)[]; mean: (number | null)[] };

const plain: Measure = { say: (value) => String(Number(value.toPrecision(3))) };
const whole: Measure = { say: (value) => String(Number(value.toFixed(1))), isWhole: true };
const bits: Measure = { say: bitrate, isWhole: true };
const share: Measure = { say: (value) => `${Number(value.toPrecision(3))}%`, most: 100 };
const milliseconds: Measure = { say: (value) => `${Number(value.toPrecision(3))} ms` };
const healths = ['healthy', 'warning', 'error', 'critical'];
const health: Measure = { say: (value) => healths[Math.round(value)] ?? '', most: 3, isWhole: true };

const ofNode: readonly Chart[] = [
  { metric: 'total_bitrate_bps', title: 'Bitrate', measure: bits },
  { metric: 'total_bandwidth_bps', title: 'Bandwidth', measure: bits },
  { metric: 'connected_edges', title: 'Connected edges', measure: whole },
  { metric: 'active_flows', title: 'Running flows', measure: whole },
  { metric: 'active_tunnels', title: 'Active tunnels', measure: whole },
  { metric: 'active_tcp_streams', title: 'TCP streams', measure: whole },
  { metric: 'cpu_percent', title: 'Processor', measure: share },
  { metric: 'ram_percent', title: 'Memory', measure: share },
];

const ofFlow = (id: string): Chart[] => [
  { metric: `flow.${id}.bitrate_bps`, title: 'Bitrate', measure: bits },
  { metric: `flow.${id}.packets_lost`, title: 'Lost packets a minute', measure: plain, isCounter: true },
  { metric: `flow.${id}.rtt_ms`, title: 'Round trip', measure: milliseconds },
  { metric: `flow.${id}.health`, title: 'Health', measure: health },
];

/** What there is to be seen of the node, or of one of its flows, among the figures that are kept. */
export function chartsOf(kept: readonly string[], flow: string | undefined): Chart[] {
  const there = new Set(kept);
  return (flow === undefined ? ofNode : ofFlow(flow)).filter(({ metric }) => there.has(metric));
}

/** Flows that have a history, also those that are no more. */
export function flowsWithHistory(kept: readonly string[]): string[] {
  return kept.flatMap((metric) => /^flow\.(.+)\.bitrate_bps$/s.exec(metric)?.[1] ?? []);
}

/** So many empty buckets are a gap; one may be empty because reports come when they come. */
const GAP_BUCKETS = 3;

/** As a plot wants it: columns, and a break in the line where nothing was reported. */
export function lineOf({ buckets, bucket_ms }: NodeHistory, isCounter = false): Line {
  const line: Line = { x: [], min: [], max: [], mean: [] };
  let previous: (HistoryBucket & { time: number }) | undefined;
  const add = (x: number, figures: Record<'min' | 'max' | 'mean', number | null>) => {
    line.x.push(x);
    for (const name of ['min', 'max', 'mean'] as const) line[name].push(figures[name]);
  };
  for (const bucket of buckets) {
    const time = Date.parse(bucket.at);
    const isGap = previous !== undefined && time - previous.time > GAP_BUCKETS * bucket_ms;
    if (previous && isGap) add(previous.time + bucket_ms, { min: null, max: null, mean: null });
    if (!isCounter) add(time, bucket);
    else if (previous && !isGap) {
      const grown = bucket.max - previous.max;
      // A counter that is less than before began anew.
      const rate = (grown < 0 ? bucket.max : grown) / ((time - previous.time) / 60_000);
      add(time, { min: rate, max: rate, mean: rate });
    }
    previous = { ...bucket, time };
  }
  return line;
}

/** The least, greatest and last value in words; undefined of an empty line. */
export function summaryOf({ mean, min, max }: Line, say: (value: number) => string): string | undefined {
  const isThere = (value: number | null) => value !== null;
  const last = mean.findLast(isThere);
  if (last === undefined || last === null) return undefined;
  const [least, most] = [Math.min(...min.filter(isThere)), Math.max(...max.filter(isThere))];
  return least === most ? say(last) : `${say(least)} to ${say(most)}, last ${say(last)}`;
}
