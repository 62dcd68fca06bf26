import {
  type Database,
  isForeignKeyViolation,
  isUniqueViolation,
  type Transaction,
} from '../../platform/database/index.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { CheckedFile } from './checking.ts';
import { createSealing } from './sealing.ts';
import type { Conflict, Counts, Importing, Plan, Section } from './types.ts';

export type ImportReport = {
  dryRun: boolean;
  /** Whether something may have changed. */
  applied: boolean;
  /** What was, or would be, done; by section. */
  sections: Record<string, Counts>;
  /** The first thousand. */
  conflicts: Conflict[];
  conflictCount: number;
};

type Parts = { database: Database; events: Events; sections: readonly Section[] };

const MOST_SHOWN = 1000;

/**
 * Plans every section; when none has a conflict, writes all of them in one transaction, or nothing when it is a dry run.
 *
 * @throws conflict (IMPORT_CONFLICT, with the list) unless it is a dry run; invalid
 */
export async function applyImport(
  { database, events, sections }: Parts,
  principal: Principal,
  { entries, salt }: CheckedFile,
  { dryRun, passphrase }: { dryRun: boolean; passphrase: string | undefined },
): Promise<ImportReport> {
  const open = await opener(salt, passphrase);
  const entriesOf = (name: string) => (entries.get(name) ?? []) as readonly { id?: unknown }[];
  const importing: Importing = { principal, open, entriesOf };
  const inFile = sections.filter(({ name }) => entries.has(name));

  async function work(tx: Transaction): Promise<{ report: ImportReport; plans: Plan[] }> {
    const plans: Plan[] = [];
    for (const section of inFile) plans.push(await section.plan(tx, entriesOf(section.name), importing));
    const report = reportOf(inFile, plans, dryRun);
    if (dryRun) return { report, plans: [] };
    if (report.conflictCount > 0) throw refusal(report);
    for (const plan of plans) await plan.write();
    await events.append(tx, {
      tenantId: principal.tenantId,
      type: 'data.imported',
      subject: `tenant:${principal.tenantId}`,
      actor: actorOf(principal),
      data: { withSecrets: salt !== undefined, sections: report.sections },
    });
    return { report, plans };
  }

  const { report, plans } = await database.transaction(work).catch((error) => {
    // Somebody made one of these things between the plan and the writing.
    if (isUniqueViolation(error) || isForeignKeyViolation(error))
      throw conflict(
        'Something in the file was made by somebody else in this moment. Nothing was imported; try again.',
        {
          code: 'IMPORT_CONFLICT',
          cause: error,
        },
      );
    throw error;
  });
  for (const plan of plans) await plan.committed?.();
  return report;
}

async function opener(salt: Buffer | undefined, passphrase: string | undefined): Promise<Importing['open']> {
  if (salt === undefined)
    return (_sealed, context) => {
      throw invalid(`data.encryption: missing, but ${context} has secrets`);
    };
  if (passphrase === undefined)
    throw invalid('The file holds encrypted secrets: send the passphrase it was exported with as X-Export-Passphrase', {
      code: 'PASSPHRASE_REQUIRED',
    });
  return (await createSealing(passphrase, salt)).open;
}

function reportOf(sections: readonly Section[], plans: readonly Plan[], dryRun: boolean): ImportReport {
  const conflicts = plans.flatMap((plan, i) =>
    plan.conflicts.map((found) => ({ section: (sections[i] as Section).name, ...found })),
  );
  const counts = plans.map((plan, i) => [
    (sections[i] as Section).name,
    { created: 0, updated: 0, unchanged: 0, skipped: 0, ...plan.counts },
  ]);
  return {
    dryRun,
    applied: !dryRun,
    sections: Object.fromEntries(counts),
    conflicts: conflicts.slice(0, MOST_SHOWN),
    conflictCount: conflicts.length,
  };
}

function refusal({ conflicts, conflictCount }: ImportReport) {
  const [first] = conflicts;
  const more = conflictCount > 1 ? `, and ${conflictCount - 1} more` : '';
  return conflict(`Nothing was imported: ${first?.section} ${first?.id}: ${first?.reason}${more}`, {
    code: 'IMPORT_CONFLICT',
    details: { conflicts, conflict_count: conflictCount },
  });
}
