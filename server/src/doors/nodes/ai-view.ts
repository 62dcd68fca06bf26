import { Type } from 'typebox';
import type { Proposal, Step } from '../../core/nodes-assistant/index.ts';
import { nodesRole, nodesRoles } from './dialect.ts';
import { NullableText } from './views.ts';

/** Names of providers in this contract. */
export const publicProviders = ['openai', 'anthropic', 'gemini'] as const;
/** The house's own name of a provider. */
export const ownProvider = (name: string): string => (name === 'gemini' ? 'google' : name);
export const publicProvider = (name: string): string => (name === 'google' ? 'gemini' : name);

const AnyObject = Type.Record(Type.String(), Type.Unknown());

export const answerer = {
  provider: Type.Optional(Type.String({ description: '`builtin` is the house itself' })),
  model: Type.Optional(NullableText),
  fallback: Type.Optional(
    Type.Union([Type.String(), Type.Null()], {
      description: 'Why the language model did not answer, and the house did',
    }),
  ),
};

const StepView = Type.Object({
  kind: Type.Enum(['command', 'create_tunnel', 'delete_tunnel']),
  summary: Type.String({ description: 'What it does, in a sentence' }),
  destructive: Type.Boolean({ description: 'No other action takes it back' }),
  role: Type.Enum(nodesRoles as unknown as string[], { description: 'The least role that may apply it' }),
  node_id: Type.Optional(Type.String({ description: 'For POST /nodes/{id}/command' })),
  node_name: Type.Optional(Type.String()),
  action: Type.Optional(Type.Unknown({ description: 'The body of the command: `{type, …}`' })),
  tunnel: Type.Optional(Type.Unknown({ description: 'The body of POST /tunnels' })),
  tunnel_id: Type.Optional(Type.String()),
});

export const ProposalView = Type.Object({
  success: Type.Boolean(),
  config: Type.Optional(
    Type.Unsafe<Record<string, unknown>>({
      ...AnyObject,
      description: 'The action envelope, checked against the node. Nothing was sent',
    }),
  ),
  raw_response: Type.Optional(Type.String({ description: 'What the model wrote' })),
  steps: Type.Optional(Type.Array(StepView, { description: 'The same, as the requests that apply it, in order' })),
  notes: Type.Optional(Type.Array(Type.String(), { description: 'What to know before it is applied' })),
  error: Type.Optional(Type.String()),
  problems: Type.Optional(
    Type.Array(Type.String(), { description: 'What of the model’s proposal does not fit the node' }),
  ),
  ...answerer,
});

export function proposalView({ envelope, steps, notes, raw, provider, model, fallback }: Proposal) {
  return {
    success: true,
    config: envelope as Record<string, unknown>,
    raw_response: raw,
    steps: steps.map(stepView),
    notes,
    provider: publicProvider(provider),
    model,
    fallback,
  };
}

function stepView(step: Step) {
  const { kind, summary, isDestructive: destructive } = step;
  const shared = { kind, summary, destructive, role: nodesRole(step.role) };
  if (step.kind === 'command')
    return { ...shared, node_id: step.nodeId, node_name: step.nodeName, action: step.action as unknown };
  return step.kind === 'create_tunnel'
    ? { ...shared, tunnel: step.tunnel as unknown }
    : { ...shared, tunnel_id: step.tunnelId };
}
