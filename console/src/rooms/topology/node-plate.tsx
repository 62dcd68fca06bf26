import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import { useIsConnected } from '../../api/use-fleet.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { type NodeState, stateOf } from '../nodes/choose.ts';
import { Bitrate } from '../nodes/live-cells.tsx';
import { stateWord } from '../nodes/state-lamp.tsx';

export type PlateNode = Node<{ node: MediaNode }, 'plate'>;

const tones: Record<NodeState, Tone> = { online: 'clear', offline: 'danger', pending: 'caution', expired: 'idle' };

/** A node in the graph: its name, and what it does now; follows its reports by itself. */
export const NodePlate = memo(function NodePlate({ data: { node }, selected }: NodeProps<PlateNode>) {
  const state = stateOf(node, useIsConnected(node.id));
  return (
    <div
      className={`flex size-full items-center gap-2.5 rounded-md border bg-panel px-2.5 ${selected ? 'border-lever ring-2 ring-lever' : 'border-rule'} ${node.device_type === 'relay' ? 'border-l-[5px] border-l-board' : ''}`}
    >
      <Lamp tone={tones[state]} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-medium">{node.name}</span>
        <span className="block truncate text-quiet text-sm">
          {node.device_type === 'relay' && <span className="sr-only">Relay, </span>}
          {state === 'online' ? <Bitrate id={node.id} /> : stateWord(state)}
        </span>
        <span className="sr-only">, {stateWord(state)}</span>
      </span>
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
    </div>
  );
});
