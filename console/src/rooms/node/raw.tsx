import type { LiveReport } from '../../api/live-nodes.ts';
import type { MediaNode } from '../../api/nodes.ts';
import { JsonTree } from '../../ui/json-tree.tsx';
import { Panel } from '../../ui/surfaces.tsx';

/** What the node reports, field by field, also what nobody here knows. */
export default function RawView({ node, report }: { node: MediaNode; report: LiveReport | null | undefined }) {
  const health = report?.health ?? node.last_health;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Panel title="Figures" about={report ? 'About every second.' : 'While it is connected.'}>
        {report?.stats ? <JsonTree value={report.stats} /> : <p className="text-quiet">Nothing is reported now.</p>}
      </Panel>
      <Panel title="Health" about={report ? 'Every 15 seconds.' : 'As it said last.'}>
        {health ? <JsonTree value={health} /> : <p className="text-quiet">It has reported nothing yet.</p>}
      </Panel>
    </div>
  );
}
