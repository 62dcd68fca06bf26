import type { NodesAnswer } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor } from './client.ts';

export type NodeSettings = Record<string, number>;
export type Certificate = NodesAnswer<'/api/v1/settings/tls', 'get'>;

export const nodeSettingsQuery = queryOptions({
  queryKey: ['node-settings'],
  queryFn: async ({ signal }) => (await answer(nodesDoor.GET('/api/v1/settings', { signal }))) as NodeSettings,
});

export const certificateQuery = queryOptions({
  queryKey: ['node-settings', 'tls'],
  queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/settings/tls', { signal })),
});

export const changeNodeSettings = (settings: NodeSettings) =>
  answer(nodesDoor.PUT('/api/v1/settings', { body: { settings } }));

/** @throws Error with the server's sentence when the files do not fit */
export async function uploadCertificate(cert_pem: string, key_pem: string): Promise<string> {
  const { success, message, error } = await answer(
    nodesDoor.POST('/api/v1/settings/tls/upload', { body: { cert_pem, key_pem } }),
  );
  if (!success) throw new Error(error ?? 'The certificate was not taken.');
  return message ?? 'The certificate is in use.';
}
