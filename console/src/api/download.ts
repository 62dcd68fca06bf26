import { ApiError, mlUrl } from './client.ts';
import { session, setSession } from './session.ts';

/**
 * Saves a file of the ml door. A plain link cannot carry the token, so the file comes here first.
 *
 * @throws ApiError
 */
export async function download(path: string, fallbackName: string): Promise<void> {
  const response = await fetch(`${mlUrl}${path}`, { headers: { Authorization: `Bearer ${session()?.token ?? ''}` } });
  if (!response.ok) {
    if (response.status === 401) setSession(undefined);
    const body = await response.json().catch(() => ({}));
    throw new ApiError(response.status, body, response.headers.get('X-Request-Id') ?? undefined);
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? fallbackName;
  save(await response.blob(), name);
}

/** Hands content over to the browser's downloads. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // Some browsers read the URL only after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
