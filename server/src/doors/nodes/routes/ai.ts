import { Type } from 'typebox';
import type { Asked, NodesAssistant, Reply } from '../../../core/nodes-assistant/index.ts';
import { HouseError, invalid } from '../../../platform/errors.ts';
import { type HttpApp, leftSignal } from '../../../platform/http/index.ts';
import { answerer, ownProvider, ProposalView, proposalView, publicProvider, publicProviders } from '../ai-view.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['AI'];
const MOST_BYTES = 10_000;
const MOST_FLOWS = 500;
const Provider = Type.Optional(
  Type.Union([Type.Enum([...publicProviders, 'builtin']), Type.Null()], {
    description:
      'Without it: the first of which the caller has a key, or the house’s own. `builtin` asks nobody outside',
  }),
);
const Answer = Type.Object({
  success: Type.Boolean(),
  response: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  ...answerer,
});
const failures = () => problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'rate_limited', 'unavailable');

/** Questions about nodes, and actions for requests in plain words: `/ai`. Nothing here sends anything to a node. */
export function aiRoutes(app: HttpApp, { nodesAssistant }: { nodesAssistant: NodesAssistant }): void {
  app.post(
    '/api/v1/ai/generate-config',
    {
      config: { rate: 'ai' },
      schema: {
        tags,
        summary: 'Actions for a request in plain words',
        description: [
          'Answers with an action envelope in `config`: create_flow, update_flow, delete_flow, add_output, remove_output,',
          'start_flow, stop_flow, restart_flow, create_tunnel, delete_tunnel, multiple or info, each with a `message`. It is',
          'checked against the configuration schema the node has (flows of edges since 0.14 become create_input, create_output',
          'and create_flow) and nothing is sent: `steps` are the requests a person applies it with.',
        ].join(' '),
        body: Type.Object(
          {
            prompt: Type.String({ description: 'Up to 10,000 bytes' }),
            provider: Provider,
            node_id: Type.Optional(
              Type.Union([Type.String({ maxLength: 100 }), Type.Null()], {
                description: 'The node it is about, where the request names none',
              }),
            ),
            existing_flows: Type.Optional(
              Type.Union([Type.Array(Type.Unknown(), { maxItems: MOST_FLOWS }), Type.Null()], {
                description: 'What the caller knows of the flows, without node_id',
              }),
            ),
          },
          { examples: [{ prompt: 'Stop the flow “Main programme” on edge-oslo-01' }] },
        ),
        response: { 200: ProposalView, ...failures() },
      },
    },
    async (request, reply) => {
      const { prompt, provider, node_id: nodeId, existing_flows: existingFlows } = request.body;
      checkLength('prompt', prompt);
      return orFailure(async () =>
        proposalView(
          await nodesAssistant.propose(principalOf(request), {
            prompt,
            nodeId: nodeId ?? undefined,
            existingFlows: existingFlows ?? undefined,
            ...asked(provider),
            signal: leftSignal(reply),
          }),
        ),
      );
    },
  );

  app.post(
    '/api/v1/ai/analyze',
    {
      config: { rate: 'ai' },
      schema: {
        tags,
        summary: 'What is wrong with nodes and flows',
        description: 'Of those the description names, or of all the caller may see; worst first.',
        body: Type.Object(
          { description: Type.String({ description: 'Up to 10,000 bytes' }), provider: Provider },
          { examples: [{ description: 'The picture from edge-oslo-01 freezes now and then' }] },
        ),
        response: { 200: Answer, ...failures() },
      },
    },
    async (request, reply) => {
      const { description, provider } = request.body;
      checkLength('description', description);
      const wish = { description, ...asked(provider), signal: leftSignal(reply) };
      return orFailure(async () => replyView(await nodesAssistant.analyze(principalOf(request), wish)));
    },
  );

  app.post(
    '/api/v1/ai/query',
    {
      config: { rate: 'ai' },
      schema: {
        tags,
        summary: 'Ask about the nodes in plain words',
        description: 'Answered from live data, events and history, as far as the caller may see them.',
        body: Type.Object(
          { query: Type.String({ description: 'Up to 10,000 bytes' }), provider: Provider },
          { examples: [{ query: 'Which nodes are offline?' }] },
        ),
        response: { 200: Answer, ...failures() },
      },
    },
    async (request, reply) => {
      const { query, provider } = request.body;
      checkLength('query', query);
      const wish = { query, ...asked(provider), signal: leftSignal(reply) };
      return orFailure(async () => replyView(await nodesAssistant.query(principalOf(request), wish)));
    },
  );
}

function asked(provider: string | null | undefined): Pick<Asked, 'provider'> {
  return provider ? { provider: ownProvider(provider) as NonNullable<Asked['provider']> } : {};
}

/** @throws invalid */
function checkLength(name: string, text: string): void {
  if (text.trim() === '') throw invalid(`${name} must not be empty`);
  if (Buffer.byteLength(text) > MOST_BYTES) throw invalid(`${name} must be at most ${MOST_BYTES} characters`);
}

function replyView({ text, provider, model, fallback }: Reply) {
  return { success: true, response: text, provider: publicProvider(provider), model, fallback };
}

/** These operations say 200 and `success: false` when a provider fails or proposes what does not fit. */
async function orFailure<View>(work: () => Promise<View>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HouseError) || error.kind !== 'upstream_failed') throw error;
    if (error.code === 'UNFIT') {
      const { problems: found, raw } = error.details as { problems: string[]; raw: string };
      return { success: false, error: error.message, problems: found, raw_response: raw };
    }
    return { success: false, error: error.message };
  }
}
