import type { Conflict, ImportReport } from '../../api/transfer.ts';
import { count, counted } from '../../ui/format.ts';

const names: Record<string, string> = {
  users: 'People',
  nodes: 'Nodes',
  settings: 'Settings',
  config_templates: 'Templates',
  tunnels: 'Tunnels',
  layouts: 'Arrangements of screens',
  ai_keys: 'Keys of AI providers',
  events: 'Events',
  audit_log: 'Entries of the audit log',
};

/** A newer server may have sections that are not known here. */
export const sectionName = (name: string) =>
  names[name] ?? (name[0] ?? '').toUpperCase() + name.slice(1).replaceAll('_', ' ');

const columns = [
  ['created', 'New'],
  ['updated', 'Changed'],
  ['unchanged', 'The same'],
  ['skipped', 'Left out'],
] as const;

/** What was done, or would be, section by section. */
export function ReportTable({ report: { sections } }: { report: ImportReport }) {
  return (
    <table aria-label="By kind" className="w-full text-left text-sm">
      <thead>
        <tr className="border-rule border-b text-quiet">
          <th scope="col" className="py-1.5 font-medium">
            Kind
          </th>
          {columns.map(([key, title]) => (
            <th key={key} scope="col" className="py-1.5 pl-3 text-right font-medium">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-rule/70">
        {Object.entries(sections).map(([name, counts]) => (
          <tr key={name}>
            <th scope="row" className="py-1.5 font-normal">
              {sectionName(name)}
            </th>
            {columns.map(([key]) => (
              <td key={key} className={`py-1.5 pl-3 text-right ${counts[key] === 0 ? 'text-quiet' : 'font-medium'}`}>
                {count(counts[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What stands against an import, and why. */
export function Conflicts({ conflicts, total }: { conflicts: readonly Conflict[]; total: number }) {
  if (conflicts.length === 0) return null;
  return (
    <section
      aria-label="Conflicts"
      className="max-h-96 overflow-y-auto rounded-md border border-danger/60 bg-danger-soft px-4 py-3 text-sm"
    >
      <h3 className="mb-2 font-medium text-base text-danger">{counted(total, 'conflict')}</h3>
      <ul className="flex flex-col gap-2">
        {conflicts.map(({ section, id, reason }) => (
          <li key={`${section} ${id} ${reason}`} className="[overflow-wrap:anywhere]">
            <span className="font-medium">{sectionName(section)}</span> <code className="font-mono text-xs">{id}</code>:{' '}
            {reason}
          </li>
        ))}
      </ul>
      {total > conflicts.length && <p className="mt-2">These are the first {count(conflicts.length)}.</p>}
    </section>
  );
}
