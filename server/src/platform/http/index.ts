export type { Reach } from './addresses.ts';
export { createIdempotency, type Idempotency, IdempotencyHeaders, once, type Remember } from './idempotency.ts';
export { leftSignal } from './left-signal.ts';
export { createOutbound, type Outbound, type OutboundInit, type OutboundOptions } from './outbound.ts';
export { createRateCounters, type RateCounters } from './rate-limits.ts';
export { fileContent, noContent, type ProblemResponses, problemResponses, statusByKind } from './responses.ts';
export {
  createHttpServer,
  type HouseRoutes,
  type HttpMetrics,
  type HttpServer,
  type HttpServerOptions,
} from './server.ts';
export { machineSocketRoute, type SocketRoute, socketRoute } from './sockets.ts';
export type { Caller, Dialect, Door, HttpApp, Problem, ProblemKind, RateClass } from './types.ts';
export { documentedBody } from './validation.ts';
