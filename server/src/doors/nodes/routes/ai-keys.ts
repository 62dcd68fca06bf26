import { Type } from 'typebox';
import type { ProviderKeys } from '../../../core/provider-keys/index.ts';
import { HouseError } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { ownProvider, publicProvider, publicProviders } from '../ai-view.ts';
import { principalOf, problems } from '../dialect.ts';
import { NullableText } from '../views.ts';

const tags = ['AI'];
const Time = Type.String({ format: 'date-time' });
const Provider = Type.String({ maxLength: 1000, description: publicProviders.join(', '), examples: ['openai'] });
const Done = Type.Object({ success: Type.Boolean(), error: Type.Optional(Type.String()) });

/** Keys of language models' providers, each person's own: `/ai/keys`. */
export function aiKeyRoutes(app: HttpApp, { providerKeys }: { providerKeys: ProviderKeys }): void {
  app.get(
    '/api/v1/ai/keys',
    {
      schema: {
        tags,
        summary: 'Providers the caller has stored a key of',
        description: 'The keys themselves are never told again.',
        response: {
          200: Type.Array(
            Type.Object({
              id: Type.String(),
              provider: Type.String(),
              model_preference: NullableText,
              configured: Type.Boolean(),
              created_at: Time,
              updated_at: Time,
            }),
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) =>
      (await providerKeys.list(principalOf(request))).map(({ id, provider, model, createdAt, updatedAt }) => ({
        id,
        provider: publicProvider(provider),
        model_preference: model,
        configured: true,
        created_at: createdAt.toISOString(),
        updated_at: updatedAt.toISOString(),
      })),
  );

  app.post(
    '/api/v1/ai/keys',
    {
      schema: {
        tags,
        summary: 'Store a key of a provider',
        description: 'In the place of an older one. It is kept encrypted, and used only for what its owner asks.',
        body: Type.Object(
          {
            provider: Provider,
            api_key: Type.String({ description: 'Up to 256 characters' }),
            model_preference: Type.Optional(
              Type.Union([
                Type.String({ description: 'As the provider calls it; without it the usual one' }),
                Type.Null(),
              ]),
            ),
          },
          { examples: [{ provider: 'openai', api_key: 'sk-0123456789abcdef' }] },
        ),
        response: { 200: Done, ...problems('invalid', 'unauthenticated', 'forbidden') },
      },
    },
    async (request) => {
      const { provider, api_key: apiKey, model_preference: model = null } = request.body;
      return done(() => providerKeys.put(principalOf(request), { provider: ownProvider(provider), apiKey, model }));
    },
  );

  app.delete(
    '/api/v1/ai/keys',
    {
      schema: {
        tags,
        summary: 'Delete the key of a provider',
        description: 'Again is no change.',
        body: Type.Object({ provider: Provider }),
        response: { 200: Done, ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => done(() => providerKeys.remove(principalOf(request), ownProvider(request.body.provider))),
  );
}

/** These operations say 200 and `success: false` of what is wrong with their fields. */
async function done(work: () => Promise<void>): Promise<{ success: boolean; error?: string }> {
  try {
    await work();
    return { success: true };
  } catch (error) {
    if (error instanceof HouseError && error.kind === 'invalid') return { success: false, error: error.message };
    throw error;
  }
}
