import { useCanManage } from '../../api/session.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { ExportPanel } from './export.tsx';
import { ImportPanel } from './import.tsx';

/** Everything of the tenant's nodes as a file, and such a file back. */
export default function TransferPage() {
  const canManage = useCanManage();
  return (
    <>
      <PageHead
        title="Export and import"
        about="People, nodes, tunnels and settings as one file: to move to another server, or to keep."
        back={{ to: '/media-nodes/settings', name: 'Node settings' }}
      />
      {canManage ? (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <ExportPanel />
          <ImportPanel />
        </div>
      ) : (
        <Panel>
          <Empty title="For administrators">
            The file holds everything of everybody, so only who owns this tenant exports and imports.
          </Empty>
        </Panel>
      )}
    </>
  );
}
