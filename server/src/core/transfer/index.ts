import type { Readable } from 'node:stream';
import { VaultError } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { forbidden, unavailable } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { createTurns } from '../../platform/turns.ts';
import { actorOf, hasRole, type Principal } from '../principal.ts';
import { createCheck, createFileCheck, orNull, Sealed, Time, Uuid } from './checking.ts';
import { configTemplates } from './config-templates.ts';
import { type ExportWish, writeExport } from './exporting.ts';
import { applyImport, type ImportReport } from './importing.ts';
import { checkPassphrase, SHORTEST_PASSPHRASE } from './sealing.ts';
import type { Conflict, Counts, Importing, Plan, Reading, Section } from './types.ts';

export type { Conflict, Counts, ExportWish, Importing, ImportReport, Plan, Reading, Section };
export { configTemplates, createCheck, orNull, Sealed, SHORTEST_PASSPHRASE, Time, Uuid };

/** A tenant's things as a file, and back. */
export type Transfer = {
  /** @throws forbidden */
  requireRight(principal: Principal): void;
  /** The file as a stream. Secrets are in it only with a passphrase, encrypted under it. @throws forbidden, invalid, unavailable */
  export(principal: Principal, wish: ExportWish): Promise<Readable>;
  /**
   * Takes a file into the principal's tenant: all of it or nothing. A dry run changes nothing and tells the conflicts.
   *
   * @throws forbidden; invalid, naming the place; conflict with the list; unavailable
   */
  import(
    principal: Principal,
    file: unknown,
    how: { dryRun: boolean; passphrase: string | undefined },
  ): Promise<ImportReport>;
};

export type TransferOptions = {
  database: Database;
  events: Events;
  /** In the order of the file; what is referred to stands before what refers to it. */
  sections: readonly Section[];
  /** A new empty folder on the disk of the house. */
  temporaryFolder(): Promise<string>;
};

/** Each takes up to 128 MiB for the keys, and an import several times its file. */
const AT_ONCE = 2;
const MOST_WAITING = 8;

export function createTransfer({ database, events, sections, temporaryFolder }: TransferOptions): Transfer {
  const checkFile = createFileCheck(sections);
  const turn = createTurns(AT_ONCE, MOST_WAITING);

  function requireRight(principal: Principal): void {
    if (!hasRole(principal.role, 'owner')) throw forbidden('Only a super_admin may export and import');
    // The file holds every node, and an imported account may see all of them.
    if (principal.nodeScope !== undefined)
      throw forbidden('Only a super_admin who sees every node may export and import');
  }

  return {
    requireRight,
    async export(principal, wish) {
      requireRight(principal);
      if (wish.passphrase !== undefined) checkPassphrase(wish.passphrase);
      const done = await turn();
      try {
        const { id, tenantId } = principal;
        // Before the file: nothing leaves without a trace.
        await database.transaction((tx) =>
          events.append(tx, {
            tenantId,
            type: 'data.exported',
            subject: `tenant:${tenantId}`,
            actor: actorOf(principal),
            data: {
              withSecrets: wish.passphrase !== undefined,
              withEvents: wish.includeEvents,
              withAudit: wish.includeAudit,
            },
          }),
        );
        return await readably(() =>
          writeExport({ database, sections, temporaryFolder }, { tenantId, exportedBy: id }, wish),
        );
      } finally {
        done();
      }
    },
    async import(principal, file, how) {
      requireRight(principal);
      const done = await turn();
      try {
        const checked = await checkFile(file);
        return await readably(() => applyImport({ database, events, sections }, principal, checked, how));
      } finally {
        done();
      }
    },
  };
}

/** A secret under a master key that is gone is nobody's mistake here, and nothing a second try would mend. */
async function readably<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw unavailable(`${error.message} An export without a passphrase leaves secrets out.`, {
      code: 'SECRETS_UNREADABLE',
      cause: error,
    });
  }
}
