import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type SimulateOptions = {
  edges: number;
  relays: number;
  url: string;
  username: string;
  password: string;
  seed: number;
  folder: string;
  acceptSelfSigned: boolean;
};

export const usage = `Usage: npm run simulate -- nodes [options]

  --edges 50                    how many media edges; every fourth is of the older generation
  --relays 2                    how many relays
  --url https://localhost:8443  the nodes door
  --username, --password        an administrator; by default the one that the first start made
  --seed 1                      another number tells another story
  --folder ./data/simulation    where the nodes keep their credentials
  --accept-self-signed          trust any certificate; the default for this machine's own addresses`;

/** @throws an Error with a sentence for the operator */
export function readOptions(args: readonly string[], firstLoginPath: string): SimulateOptions {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      edges: { ...text, default: '50' },
      relays: { ...text, default: '2' },
      url: { ...text, default: 'https://localhost:8443' },
      username: text,
      password: text,
      seed: { ...text, default: '1' },
      folder: { ...text, default: './data/simulation' },
      'accept-self-signed': { type: 'boolean' },
    },
  });
  if (positionals.length !== 1 || positionals[0] !== 'nodes')
    throw new Error(`What can be simulated is "nodes".\n\n${usage}`);
  const url = new URL(values.url);
  if (url.protocol !== 'https:') throw new Error(`Nodes speak to https:// addresses only, not ${values.url}.`);
  const loopback = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  const acceptSelfSigned = values['accept-self-signed'] ?? loopback;
  const { username, password } = values;
  const login = username && password ? { username, password } : readFirstLogin(firstLoginPath);
  const numbers = { edges: whole('edges', values.edges), relays: whole('relays', values.relays) };
  const seed = whole('seed', values.seed);
  return { ...numbers, ...login, seed, url: url.origin, folder: resolve(values.folder), acceptSelfSigned };
}

/** Where the first start left the administrator's credentials. */
export function firstLoginPathIn(dataDir: string | undefined, fileName: string): string {
  return join(resolve(dataDir ?? './data'), fileName);
}

function readFirstLogin(path: string): { username: string; password: string } {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`No credentials at ${path}. Say who signs in with --username and --password.`);
  }
  const [, username = ''] = /^username: (.+)$/m.exec(content) ?? [];
  const [, password = ''] = /^password: (.+)$/m.exec(content) ?? [];
  return { username, password };
}

function whole(name: string, value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw new Error(`--${name} takes a whole number, not "${value}".`);
  return Number(value);
}
