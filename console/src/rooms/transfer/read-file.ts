/** What an export says of itself. */
export type FileFacts = {
  file: File;
  exportedAt: string | undefined;
  /** How many there are, by section. */
  counts: Readonly<Record<string, number>>;
  /** True: it is opened with the passphrase it was made with. */
  hasSecrets: boolean;
};

/** More the server does not take. */
const MOST_BYTES = 64 * 1024 * 1024;

/** @throws Error, with a sentence for the person, for what is no export */
export async function readExport(file: File): Promise<FileFacts> {
  if (file.size > MOST_BYTES)
    throw new Error(`${file.name} is larger than the 64 MiB a server takes. Export again without events.`);
  const content = parse(await file.text(), file.name);
  const { version, data, exported_at } = content;
  if (typeof version !== 'number' || typeof data !== 'object' || data === null || Array.isArray(data))
    throw new Error(`${file.name} is no export: an export has a “version” and “data”.`);
  const counts = Object.entries(data).flatMap(([name, list]) => (Array.isArray(list) ? [[name, list.length]] : []));
  return {
    file,
    exportedAt: typeof exported_at === 'string' && !Number.isNaN(Date.parse(exported_at)) ? exported_at : undefined,
    counts: Object.fromEntries(counts) as Record<string, number>,
    hasSecrets: 'encryption' in data,
  };
}

function parse(text: string, name: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content))
      return content as Record<string, unknown>;
  } catch {
    throw new Error(`${name} is no export: it is not JSON. Perhaps it did not come through whole.`);
  }
  throw new Error(`${name} is no export: an export has a “version” and “data”.`);
}
