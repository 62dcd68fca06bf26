import type { LiveReport } from '../../api/live-nodes.ts';
import type { DeviceType, MediaNode } from '../../api/nodes.ts';
import { CommandDesk } from './command-desk.tsx';
import { GivenCommands } from './given-commands.tsx';

/** Everything the kind of node can be told, and what it was told. */
export default function CommandsView({
  node,
  type,
  report,
  whyNot,
}: {
  node: MediaNode;
  type: DeviceType | undefined;
  report: LiveReport | null | undefined;
  whyNot: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-6">
      <CommandDesk node={node} commands={type?.supported_commands ?? []} stats={report?.stats ?? {}} whyNot={whyNot} />
      <GivenCommands node={node} />
    </div>
  );
}
