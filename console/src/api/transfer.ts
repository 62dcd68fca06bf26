import type { NodesAnswer } from '@signalbox/sdk';
import { ApiError, answer, nodesDoor } from './client.ts';
import { save } from './download.ts';

export type ImportReport = NodesAnswer<'/api/v1/import', 'post'>;
export type Conflict = ImportReport['conflicts'][number];
export type ExportWish = {
  /** Undefined: no secrets are in the file. */
  passphrase: string | undefined;
  events: boolean;
  /** Of the last days; undefined: all. */
  eventsDays: number | undefined;
  audit: boolean;
};

const withPassphrase = (passphrase: string | undefined) => ({
  ...(passphrase !== undefined && { header: { 'x-export-passphrase': passphrase } }),
});

/** Saves the export in the browser's downloads. */
export async function exportAll({ passphrase, events, eventsDays, audit }: ExportWish): Promise<string> {
  const { data, response } = await nodesDoor.GET('/api/v1/export', {
    params: {
      query: {
        ...(events && { include_events: true, ...(eventsDays !== undefined && { events_days: eventsDays }) }),
        ...(audit && { include_audit: true }),
      },
      ...withPassphrase(passphrase),
    },
    parseAs: 'blob',
  });
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  const fileName = name ?? 'signalbox-export.json';
  save(data as unknown as Blob, fileName);
  return fileName;
}

/** Takes the file over, all of it or nothing; a dry run only tells what would be done. */
export const importAll = (
  file: Blob,
  { passphrase, dryRun }: { passphrase: string | undefined; dryRun: boolean },
): Promise<ImportReport> =>
  answer(
    nodesDoor.POST('/api/v1/import', {
      params: { query: { dry_run: dryRun }, ...withPassphrase(passphrase) },
      // As it is: reading it into objects and writing it again would cost its size several times.
      body: {} as { version: number; data: Record<string, unknown> },
      bodySerializer: () => file,
    }),
  );

/** Why nothing was taken over, thing by thing; empty for other errors. */
export function conflictsOf(error: unknown): Conflict[] {
  const details = error instanceof ApiError ? (error.details as { conflicts?: Conflict[] } | undefined) : undefined;
  return Array.isArray(details?.conflicts) ? details.conflicts : [];
}
