export { TELEMETRY_JOB, telemetryJob } from './job.ts';
export type { Bucket, History, Latest, Point, Resolution, Retention, SeriesQuery, Telemetry } from './schema.ts';
export { createTelemetry } from './service.ts';
