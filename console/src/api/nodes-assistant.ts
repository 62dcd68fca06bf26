import type { NodesAnswer, NodesRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor } from './client.ts';

export type Proposal = NodesAnswer<'/api/v1/ai/generate-config', 'post'>;
export type Step = NonNullable<Proposal['steps']>[number];
export type Reply = NodesAnswer<'/api/v1/ai/query', 'post'>;
export type ProviderKey = NodesAnswer<'/api/v1/ai/keys', 'get'>[number];
export type Provider = NonNullable<NodesRequest<'/api/v1/ai/query', 'post'>['provider']>;
/** Without a provider the server chooses. */
type Asking = { provider?: Provider | undefined; signal: AbortSignal };

const whom = (provider: Provider | undefined) => (provider ? { provider } : {});

/** Actions for a request; nothing is sent to a node. `success` is false where a language model gave none that fits. */
export const proposeActions = (prompt: string, nodeId: string | undefined, { provider, signal }: Asking) =>
  answer(
    nodesDoor.POST('/api/v1/ai/generate-config', {
      body: { prompt, ...(nodeId && { node_id: nodeId }), ...whom(provider) },
      signal,
    }),
  );

export const askAboutNodes = (query: string, { provider, signal }: Asking): Promise<Reply> =>
  answer(nodesDoor.POST('/api/v1/ai/query', { body: { query, ...whom(provider) }, signal }));

export const examineNodes = (description: string, { provider, signal }: Asking): Promise<Reply> =>
  answer(nodesDoor.POST('/api/v1/ai/analyze', { body: { description, ...whom(provider) }, signal }));

export const providerKeysQuery = queryOptions({
  queryKey: ['provider-keys'],
  queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/ai/keys', { signal })),
});

/** @throws Error with the server's sentence about what is wrong with it */
export const storeKey = (body: NodesRequest<'/api/v1/ai/keys', 'post'>) =>
  orSentence(answer(nodesDoor.POST('/api/v1/ai/keys', { body })));

export const deleteKey = (provider: string) =>
  orSentence(answer(nodesDoor.DELETE('/api/v1/ai/keys', { body: { provider } })));

async function orSentence(asked: Promise<{ success: boolean; error?: string }>): Promise<void> {
  const { success, error } = await asked;
  if (!success) throw new Error(error ?? 'The server did not take it.');
}
