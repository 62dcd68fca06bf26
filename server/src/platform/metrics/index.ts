import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers about this process and what it does, in Prometheus' text form. */
export type Metrics = {
  observeRequest(labels: { door: string; method: string; route: string; status: number }, seconds: number): void;
  /** A number that `read` looks up whenever metrics are asked for; without an answer it is left out. */
  gauge(name: string, help: string, read: () => number | undefined | Promise<number | undefined>): void;
  /** Like `gauge`, one number per combination of labels. */
  gauges(name: string, help: string, labels: readonly string[], read: () => Promise<readonly Reading[]>): void;
  render(): Promise<{ contentType: string; text: string }>;
};

export type Reading = { labels: Record<string, string>; value: number };

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'signalbox_http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['door', 'method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });

  function gauges(
    name: string,
    help: string,
    labels: readonly string[],
    read: () => Promise<readonly Reading[]>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      async collect() {
        this.reset();
        // A part that cannot answer (the database is away) must not take the other numbers with it.
        const readings = await read().catch(() => []);
        for (const { labels: values, value } of readings) this.set(values, value);
      },
    });
  }

  return {
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    gauges,
    gauge(name, help, read) {
      gauges(name, help, [], async () => {
        const value = await read();
        return value === undefined ? [] : [{ labels: {}, value }];
      });
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
