import { Type } from 'typebox';
import type { ImportReport, Transfer } from '../../../core/transfer/index.ts';
import { fileContent, type HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['Export and import'];
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_DAYS = 36_500;
const DAY_MS = 24 * 3600 * 1000;

const Headers = Type.Object({
  'x-export-passphrase': Type.Optional(
    Type.String({
      description: 'At least 12 ASCII characters. Secrets are in the file only with it, encrypted under it.',
    }),
  ),
});
const Count = Type.Integer({ minimum: 0 });
const Report = Type.Object({
  dry_run: Type.Boolean(),
  applied: Type.Boolean(),
  sections: Type.Record(
    Type.String(),
    Type.Object({ created: Count, updated: Count, unchanged: Count, skipped: Count }),
    { description: 'What was done, or would be' },
  ),
  conflicts: Type.Array(Type.Object({ section: Type.String(), id: Type.String(), reason: Type.String() }), {
    description: 'The first thousand; of a dry run only, because otherwise they are a 409',
  }),
  conflict_count: Count,
});

/** Everything of a tenant as a file, and back: `/export`, `/import`. */
export function transferRoutes(app: HttpApp, { transfer }: { transfer: Transfer }): void {
  app.get(
    '/api/v1/export',
    {
      config: { rate: 'transfer' },
      schema: {
        tags,
        summary: 'Export everything',
        description:
          'For a super_admin. `data` depends on nothing but what is stored: the same things are the same bytes. Without a ' +
          'passphrase no secrets are in it; then imported nodes have to register, and users to set a password.',
        headers: Headers,
        querystring: Type.Object({
          include_events: Type.Optional(Type.Boolean()),
          events_days: Type.Optional(
            Type.Integer({ minimum: 1, maximum: MOST_DAYS, description: 'Only events of the last days. Default: all' }),
          ),
          include_audit: Type.Optional(Type.Boolean()),
        }),
        response: {
          200: fileContent('The export', 'application/json'),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const {
        include_events: includeEvents = false,
        events_days: days,
        include_audit: includeAudit = false,
      } = request.query;
      const file = await transfer.export(principalOf(request), {
        includeEvents,
        eventsSince: days === undefined ? undefined : new Date(Date.now() - days * DAY_MS),
        includeAudit,
        passphrase: passphraseOf(request.headers),
      });
      const date = new Date().toISOString().slice(0, 10);
      return reply
        .header('Content-Disposition', `attachment; filename="signalbox-export-${date}.json"`)
        .type('application/json; charset=utf-8')
        .send(file);
    },
  );

  app.post(
    '/api/v1/import',
    {
      bodyLimit: MOST_BYTES,
      config: { rate: 'transfer' },
      // Before anybody makes us read 64 MiB.
      onRequest: async (request) => transfer.requireRight(principalOf(request)),
      schema: {
        tags,
        summary: 'Import an export',
        description:
          'For a super_admin. All of it or nothing: any conflict is a 409 that lists them (`details.conflicts`), and nothing is ' +
          'written. In an installation where the caller is the only user, the account of the same name in the file takes the ' +
          'place of the caller’s, whose session goes on.',
        headers: Headers,
        querystring: Type.Object({
          dry_run: Type.Optional(Type.Boolean({ description: 'Tell what would be done, conflicts included' })),
        }),
        body: Type.Object(
          { version: Type.Integer(), data: Type.Record(Type.String(), Type.Unknown()) },
          { examples: [{ version: 1, data: {} }] },
        ),
        response: {
          200: Report,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'conflict', 'too_large', 'unavailable'),
        },
      },
    },
    async (request) => {
      const report = await transfer.import(principalOf(request), request.body, {
        dryRun: request.query.dry_run ?? false,
        passphrase: passphraseOf(request.headers),
      });
      return reportView(report);
    },
  );
}

/** An empty header is none. */
function passphraseOf(headers: Record<string, unknown>): string | undefined {
  const sent = headers['x-export-passphrase'];
  return typeof sent === 'string' && sent !== '' ? sent : undefined;
}

function reportView({ dryRun, applied, sections, conflicts, conflictCount }: ImportReport) {
  return { dry_run: dryRun, applied, sections, conflicts, conflict_count: conflictCount };
}
