import type { Json } from '../nodes/index.ts';
import type { Role } from '../principal.ts';

/** v1: a flow holds its input and outputs. v2: inputs and outputs stand by themselves, and flows name them. */
export type Generation = 'v1' | 'v2';

/** What the assistant may propose to do on an edge, in the words of the contract. */
export const flowActions = [
  'create_flow',
  'update_flow',
  'delete_flow',
  'add_output',
  'remove_output',
  'start_flow',
  'stop_flow',
  'restart_flow',
] as const;
/** What these become on edges of the second generation, whose flows hold no inputs and outputs. */
export const endpointActions = ['create_input', 'update_input', 'create_output', 'update_output'] as const;
export const tunnelActions = ['create_tunnel', 'delete_tunnel'] as const;

export type ActionName =
  | (typeof flowActions)[number]
  | (typeof endpointActions)[number]
  | (typeof tunnelActions)[number];

/** One thing to do. `node_id` is missing where it is not about one node: tunnels. */
export type Leaf = { action: ActionName; message: string; node_id?: string } & Json;
export type Info = { action: 'info'; message: string };
export type Multiple = { action: 'multiple'; message: string; actions: Leaf[] };
/** The answer of generate-config. Nothing in it is done before a person applies it. */
export type Envelope = Leaf | Info | Multiple;

/** How a person applies one thing of an envelope, with their own role, through the ordinary operations. */
export type Step = {
  /** What it does, in a sentence. */
  summary: string;
  /** What cannot be taken back by another step. */
  isDestructive: boolean;
  role: Role;
} & (
  | { kind: 'command'; nodeId: string; nodeName: string; action: { type: string } & Json }
  | { kind: 'create_tunnel'; tunnel: Json }
  | { kind: 'delete_tunnel'; tunnelId: string }
);

/** Who answered; `fallback` says why a language model did not. */
export type Answered = { provider: string; model: string | null; fallback: string | null };
export type Reply = Answered & { text: string };
export type Proposal = Answered & {
  envelope: Envelope;
  steps: Step[];
  /** What to know before applying it. */
  notes: string[];
  /** As the language model wrote it. */
  raw: string;
};

/** Envelopes are small: nobody can look over more. */
export const MOST_ACTIONS = 50;
