import { ApiError, mlUrl } from './client.ts';
import { session, setSession } from './session.ts';

/**
 * Saves a file of the ml door. A plain link cannot carry the token, so the file comes here first.
 *
 * @throws ApiError
 */
export async function download(path: string, fallbackName: string): Promise<void> {
  const response = await fetchFile(path);
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? fallbackName;
  save(await response.blob(), name);
}

/**
 * Opens a page of the ml door in a tab of its own.
 *
 * @throws ApiError; Error when the browser keeps tabs from opening
 */
export async function openPage(path: string): Promise<void> {
  // Opened in the click itself: after the answer came, browsers take it for an advertisement.
  const tab = open('', '_blank');
  if (!tab) throw new Error('The browser did not let a new tab open. Allow pop-ups for this page.');
  try {
    const page = await (await fetchFile(path)).blob();
    const url = URL.createObjectURL(page);
    tab.location.replace(url);
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    tab.close();
    throw error;
  }
}

async function fetchFile(path: string): Promise<Response> {
  const response = await fetch(`${mlUrl}${path}`, { headers: { Authorization: `Bearer ${session()?.token ?? ''}` } });
  if (!response.ok) {
    if (response.status === 401) setSession(undefined);
    const body = await response.json().catch(() => ({}));
    throw new ApiError(response.status, body, response.headers.get('X-Request-Id') ?? undefined);
  }
  return response;
}

/** Hands content over to the browser's downloads. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // Some browsers read the URL only after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
