/** Other systems that readings come from: reading them into datasets, and keeping how to reach them. */

export { type SourceConfig, type SourceType, sourceTypes } from './schema.ts';
export { type Connection, type Connectors, type ConnectorsOptions, createConnectors, type Preview } from './service.ts';
