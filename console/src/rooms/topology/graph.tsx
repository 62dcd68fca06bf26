import '@xyflow/react/dist/base.css';
import { type EdgeChange, type NodeChange, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import {
  type Dispatch,
  type KeyboardEvent,
  type SetStateAction,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Position, Positions } from '../../api/topology.ts';
import { Button } from '../../ui/button.tsx';
import { arrange, PLATE, place } from './arrange.ts';
import { nearest } from './nearest.ts';
import { NodePlate, type PlateNode } from './node-plate.tsx';
import type { Topology } from './use-topology.ts';
import { type WireEdge, WireLine } from './wire-line.tsx';
import { type Wire, worstOf } from './wires.ts';

/** What is chosen in the graph. */
export type Chosen = { kind: 'node' | 'wire'; id: string } | undefined;

type Props = {
  topology: Topology;
  moved: Positions;
  chosen: Chosen;
  onChoose: Dispatch<SetStateAction<Chosen>>;
  onMove(changes: Positions, isStroke: boolean): void;
  onUndo: (() => void) | undefined;
};

const nodeTypes = { plate: NodePlate };
const edgeTypes = { wire: WireLine };
/** What is moved stands on it, so that plates line up; also how far a key moves one. */
const GRID: [number, number] = [10, 10];
const FIT = { padding: 0.08, maxZoom: 1.1 };
const help = {
  'node.a11yDescription.default':
    'Arrow keys go to the next node. Enter chooses one; then arrow keys move it, faster with Shift, and Escape lets it go.',
};

export default function Graph(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ topology, moved, chosen, onChoose, onMove, onUndo }: Props) {
  const arranged = useArranged(topology);
  const [dragged, setDragged] = useState<Positions>({});
  const places = useMemo(() => place(arranged, moved), [arranged, moved]);
  // The one node that Tab leads to; from there arrow keys go on.
  const [tabAt, setTabAt] = useState<string>();
  const nodes = usePlates(topology, { ...places, ...dragged }, chosen, tabAt ?? topology.nodes[0]?.id);
  const edges = useMemo(() => edgesOf(topology, chosen), [topology, chosen]);
  const area = useRef<HTMLDivElement>(null);

  const focusNode = (id: string) => {
    setTabAt(id);
    area.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
  };
  const onNodes = useLatest((changes: NodeChange<PlateNode>[]) => {
    const [drags, moves] = [{ ...dragged }, {} as Record<string, Position>];
    let isDragging = false;
    for (const change of changes) {
      if (change.type === 'select') choose('node', change.id, change.selected);
      if (change.type !== 'position' || !change.position) continue;
      const { x, y } = change.position;
      isDragging ||= change.dragging === true;
      if (change.dragging) drags[change.id] = { x, y };
      else {
        delete drags[change.id];
        const at = { x: Math.round(x), y: Math.round(y) };
        const old = places[change.id];
        if (old && (old.x !== at.x || old.y !== at.y)) moves[change.id] = at;
      }
    }
    if (isDragging || Object.keys(dragged).length > 0) setDragged(drags);
    if (Object.keys(moves).length > 0) onMove(moves, Object.keys(dragged).length === 0);
  });
  const onEdges = useLatest((changes: EdgeChange<WireEdge>[]) => {
    for (const change of changes) if (change.type === 'select') choose('wire', change.id, change.selected);
  });
  const onPane = useLatest(() => onChoose(undefined));
  const choose = (kind: 'node' | 'wire', id: string, isChosen: boolean) => {
    onChoose((old) => (isChosen ? { kind, id } : old?.kind === kind && old.id === id ? undefined : old));
  };
  /** In place of the library, which takes the focus away, too. */
  const letGo = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !chosen) return;
    event.stopPropagation();
    onChoose(undefined);
  };
  const onKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z' && onUndo) {
      event.preventDefault();
      // A deletion elsewhere is not meant.
      event.stopPropagation();
      onUndo();
      return;
    }
    const id = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node')?.dataset.id;
    if (id === undefined || (chosen?.kind === 'node' && chosen.id === id)) return;
    const next = nearest(places, id, event.key);
    if (next === undefined) return;
    event.preventDefault();
    focusNode(next);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the nodes within
    <div
      ref={area}
      onKeyDownCapture={letGo}
      onKeyDown={onKey}
      onFocus={({ target }) => {
        const id = target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
        if (id !== undefined) setTabAt(id);
      }}
      className="h-[min(70dvh,46rem)] min-h-80 touch-none overflow-hidden rounded-panel border border-rule bg-well/50 [&_[data-message]]:bg-transparent! [&_[data-message]_a]:text-quiet!"
    >
      <ReactFlow<PlateNode, WireEdge>
        aria-label="Topology"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodes}
        onEdgesChange={onEdges}
        onPaneClick={onPane}
        ariaLabelConfig={help}
        fitView
        fitViewOptions={FIT}
        minZoom={0.08}
        maxZoom={2}
        snapToGrid
        snapGrid={GRID}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        nodeDragThreshold={3}
      >
        <Zoom />
      </ReactFlow>
    </div>
  );
}

function Zoom() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <div className="absolute bottom-3 left-3 z-10 flex gap-1.5">
      <Button aria-label="Zoom in" className="w-10" onClick={() => void zoomIn()}>
        +
      </Button>
      <Button aria-label="Zoom out" className="w-10" onClick={() => void zoomOut()}>
        −
      </Button>
      <Button onClick={() => void fitView(FIT)}>Show all</Button>
    </div>
  );
}

/** The same function at every render, so that the library does not take it for news; it does what the last one does. */
function useLatest<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(work);
  latest.current = work;
  return useCallback((...args: Args) => latest.current(...args), []);
}

/** Arranged again only when other nodes or lines are there, not when one of them changes its state. */
function useArranged({ nodes, wires }: Topology): Record<string, Position> {
  const key = JSON.stringify([nodes.map(({ id }) => id), wires.map(({ from, to }) => [from, to])]);
  return useMemo(() => {
    const [ids, lines] = JSON.parse(key) as [string[], [string, string][]];
    return arrange(
      ids,
      lines.map(([from, to]) => ({ from, to })),
    );
  }, [key]);
}

/** As the library wants them; one that is as it was stays the same object, so that only what changed is drawn again. */
function usePlates(topology: Topology, places: Positions, chosen: Chosen, tabAt: string | undefined): PlateNode[] {
  const known = useRef(new Map<string, PlateNode>());
  const plates = topology.nodes.map((node): PlateNode => {
    const { id } = node;
    const position = places[id] ?? { x: 0, y: 0 };
    const isChosen = chosen?.kind === 'node' && chosen.id === id;
    const tabIndex = id === tabAt ? 0 : -1;
    const old = known.current.get(id);
    if (
      old &&
      old.position.x === position.x &&
      old.position.y === position.y &&
      old.selected === isChosen &&
      old.domAttributes?.tabIndex === tabIndex &&
      old.data.node.name === node.name &&
      old.data.node.status === node.status &&
      old.data.node.expires_at === node.expires_at
    )
      return old;
    return {
      id,
      type: 'plate',
      position,
      data: old?.data.node === node ? old.data : { node },
      selected: isChosen,
      ...PLATE,
      measured: PLATE,
      ariaRole: 'button',
      domAttributes: { tabIndex, 'aria-pressed': isChosen },
    };
  });
  useEffect(() => {
    known.current = new Map(plates.map((plate) => [plate.id, plate]));
  });
  return plates;
}

function edgesOf({ wires, nodeOf }: Topology, chosen: Chosen): WireEdge[] {
  const both = new Set(wires.map(({ id }) => id));
  return wires.map((wire): WireEdge => {
    const { id, kind, from, to } = wire;
    const isBack = both.has(`${kind}:${to}>${from}`);
    return {
      id,
      type: 'wire',
      source: from,
      target: to,
      data: { wire, aside: (isBack ? (from < to ? -7 : 7) : 0) + (kind === 'flow' ? 14 : 0) },
      selected: chosen?.kind === 'wire' && chosen.id === id,
      ariaLabel: labelOf(wire, nodeOf),
    };
  });
}

function labelOf({ kind, from, to, tunnels, flows }: Wire, nodeOf: Topology['nodeOf']): string {
  const ends = `from ${nodeOf(from)?.name} to ${nodeOf(to)?.name}`;
  if (kind === 'flow') return `${flows.length} flow links ${ends}`;
  return `${tunnels.map(({ name }) => name).join(', ')} ${ends}, ${worstOf(tunnels)}`;
}
