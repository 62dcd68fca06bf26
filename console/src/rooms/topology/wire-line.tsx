import { type Edge, type EdgeProps, useInternalNode } from '@xyflow/react';
import { memo } from 'react';
import { strokes } from './strokes.ts';
import { wayBetween } from './way.ts';
import { type Wire, worstOf } from './wires.ts';

export type WireEdge = Edge<{ wire: Wire; aside: number }, 'wire'>;

export const WireLine = memo(function WireLine({ source, target, data, selected }: EdgeProps<WireEdge>) {
  const [from, to] = [useInternalNode(source), useInternalNode(target)];
  if (!from || !to || !data) return null;
  const { wire, aside } = data;
  const { path, middle, angle } = wayBetween(from.internals.positionAbsolute, to.internals.positionAbsolute, aside);
  const look = strokes[wire.kind === 'flow' ? 'flow' : worstOf(wire.tunnels)];
  const several = wire.tunnels.length + wire.flows.length;
  return (
    <>
      <path
        d={path}
        fill="none"
        strokeWidth={selected ? 5 : 3}
        {...look}
        {...(selected && { stroke: 'var(--lever)' })}
      />
      <path d={path} className="react-flow__edge-interaction" fill="none" strokeOpacity={0} strokeWidth={22} />
      <path
        d="M-6,-6 L6,0 L-6,6 Z"
        fill={selected ? 'var(--lever)' : look.stroke}
        transform={`translate(${middle.x},${middle.y}) rotate(${angle})`}
      />
      {several > 1 && (
        <text
          x={middle.x}
          y={middle.y - 10}
          textAnchor="middle"
          className="fill-ink stroke-[4px] stroke-paper font-medium text-xs [paint-order:stroke]"
        >
          {several}
        </text>
      )}
    </>
  );
});
