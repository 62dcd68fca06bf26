export { type Credentials, createDisk, type Disk } from './disk.ts';
export { createEdge, type Edge, type EdgeOptions, type SimulatedNode } from './edge.ts';
export type { EdgeConfig, Generation } from './edge-config.ts';
export { createLoad, type Load, type LoadFigures, type LoadOptions } from './load.ts';
export { createRelay, type Relay, type RelayOptions } from './relay.ts';
export type { Relays } from './relay-switch.ts';
export { simulate } from './simulate.ts';
