import { ApiError, mlUrl } from './client.ts';
import type { Dataset } from './datasets.ts';
import { session, setSession } from './session.ts';

export type UploadFields = { name: string; equipment_type: string; location?: string; unit?: string };

/** How far an upload is: bytes that left, or the server reading what it has got. */
export type UploadProgress = { sent: number; total: number };

/**
 * Uploads a CSV file as a dataset. By XMLHttpRequest, because `fetch` does not tell how much has left already.
 *
 * @throws ApiError; AbortError after `signal` was aborted; TypeError when the server cannot be reached
 */
export function uploadDataset(
  file: File,
  fields: UploadFields,
  { signal, onProgress }: { signal: AbortSignal; onProgress(progress: UploadProgress): void },
): Promise<Dataset> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    // Fields before the file: what is wrong with them is then known before it was sent.
    for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
    form.set('file', file);
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 201) return resolve(body as Dataset);
      if (request.status === 401) setSession(undefined);
      reject(new ApiError(request.status, body, request.getResponseHeader('X-Request-Id') ?? undefined));
    };
    request.onerror = () => reject(new TypeError('The connection broke off'));
    request.onabort = () => reject(new DOMException('The upload was called off', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', `${mlUrl}/api/v1/datasets`);
    request.setRequestHeader('Authorization', `Bearer ${session()?.token ?? ''}`);
    request.send(form);
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
