/** Keys of language models' providers that people bring along. */
export type { ProviderKey } from './schema.ts';
export { createProviderKeys, type ProviderKeys } from './service.ts';
