import { type EdgeConfig, type Flow, inputsOf, outputsOf } from './edge-config.ts';
import type { NodeEvent } from './event-backlog.ts';
import { type FlowFigures, flowStats, stoppedFlowStats } from './flow-stats.ts';
import type { Random } from './random.ts';
import { type Condition, createWeather, type Weather, type WeatherOptions } from './weather.ts';

type Running = { weather: Weather; figures: FlowFigures };

export type FlowRunner = {
  isRunning(flowId: string): boolean;
  runningCount(): number;
  start(flow: Flow): void;
  stop(flowId: string): void;
  /** The process ends: all flows with it, and nobody is told. */
  halt(): void;
  /** Starts its counters again. */
  reset(flowId: string): void;
  /** One stats tick: what every configured flow reports, stopped ones with default values. */
  tick(config: EdgeConfig): unknown[];
};

/** The flows at work: counters that only grow, bitrates that wander, and weather that comes and goes. */
export function createFlowRunner(
  weather: WeatherOptions,
  random: Random,
  tell: (event: NodeEvent) => void,
): FlowRunner {
  const running = new Map<string, Running>();

  function newFigures(): FlowFigures {
    const usualBps = Math.round(random.between(4_000_000, 18_000_000));
    return { usualBps, bps: usualBps, ticks: 0, packets: 0, bytes: 0, lost: 0, resent: 0, ccErrors: 0, sent: 0 };
  }

  function advance(figures: FlowFigures, condition: Condition): void {
    // A random walk that is pulled back to the usual rate.
    const target = condition === 'lost' ? 0 : figures.usualBps * (condition === 'bad' ? 0.7 : 1);
    figures.bps = Math.max(
      0,
      Math.round(figures.bps + (target - figures.bps) * 0.5 + target * random.between(-0.02, 0.02)),
    );
    if (condition === 'lost') figures.bps = 0;
    const packets = Math.round(figures.bps / 8 / 1316);
    const share = { good: 0, lossy: random.between(0.005, 0.03), bad: random.between(0.05, 0.2), lost: 0 }[condition];
    const missing = Math.round(packets * share);
    figures.ticks++;
    figures.packets += packets - missing;
    figures.bytes += (packets - missing) * 1316;
    figures.resent += missing;
    figures.lost += condition === 'bad' ? Math.ceil(missing / 2) : Math.floor(missing / 10);
    figures.ccErrors += condition === 'bad' ? Math.ceil(missing / 4) : 0;
    figures.sent += packets;
  }

  function announce(flow: Flow, input: Record<string, unknown>, condition: Condition): void {
    const category = String(input.type ?? 'flow');
    const id = typeof input.id === 'string' ? { input_id: input.id } : {};
    const from = { category, flow_id: flow.id, ...id };
    const upper = category.toUpperCase();
    if (condition === 'lossy') tell({ ...from, severity: 'warning', message: `${upper} input packet loss detected` });
    else if (condition === 'bad') {
      const details = { reason: 'packet_loss' };
      tell({ ...from, severity: 'critical', message: `${upper} input heavy packet loss`, details });
    } else if (condition === 'lost')
      tell({ ...from, severity: 'critical', message: `${upper} input disconnected, reconnecting` });
    else tell({ ...from, severity: 'info', message: `${upper} input recovered` });
  }

  return {
    isRunning: (id) => running.has(id),
    runningCount: () => running.size,
    start(flow) {
      running.set(flow.id, { weather: createWeather(weather, random), figures: newFigures() });
      tell({ severity: 'info', category: 'flow', message: `Flow '${flow.name}' started`, flow_id: flow.id });
    },
    stop(id) {
      if (running.delete(id))
        tell({ severity: 'info', category: 'flow', message: `Flow '${id}' stopped`, flow_id: id });
    },
    halt: () => running.clear(),
    reset(id) {
      const one = running.get(id);
      if (one) one.figures = { ...newFigures(), usualBps: one.figures.usualBps, bps: one.figures.bps };
    },
    tick: (config) =>
      config.flows.map((flow) => {
        const one = running.get(flow.id);
        if (!one) return stoppedFlowStats(flow);
        const [input = {}] = inputsOf(flow, config);
        if (one.weather.tick()) announce(flow, input, one.weather.condition());
        const condition = one.weather.condition();
        advance(one.figures, condition);
        return flowStats({ flow, input, outputs: outputsOf(flow, config), condition, figures: one.figures, random });
      }),
  };
}
