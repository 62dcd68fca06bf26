import { invalid } from '../../platform/errors.ts';
import type { SourceConfig } from './schema.ts';

/** A field the source cannot do without. @throws invalid naming it */
export function required(config: SourceConfig, ...names: (keyof SourceConfig)[]): string {
  for (const name of names) {
    const value = config[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  const field = names[0] as string;
  throw invalid(`'${field}' is required for the source type ${config.source_type}`, {
    code: 'VALIDATION_ERROR',
    details: [{ field, problem: 'is required' }],
  });
}

/** The parts of `scheme://user:password@host:port/database?options`. Only these are used, never the driver's own parser, which reads files that options name. */
export type Address = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  options: URLSearchParams;
};

/** @throws invalid; never repeats the text, which holds a password */
export function addressOf(text: string, schemes: readonly string[], defaultPort: number): Address {
  const wrong = (problem: string) =>
    invalid(`'connection_string' ${problem}; it looks like ${schemes[0]}//user:password@host:${defaultPort}/database`, {
      code: 'VALIDATION_ERROR',
      details: [{ field: 'connection_string', problem }],
    });
  // Of several hosts the first is asked.
  const url = URL.parse(text.replace(/^([a-z+]+:\/\/(?:[^@/]*@)?[^,/?]+),[^/?]*/i, '$1'));
  if (!url) throw wrong('is not well-formed');
  if (!schemes.includes(url.protocol)) throw wrong(`must start with ${schemes.map((s) => `${s}//`).join(' or ')}`);
  if (url.hostname === '') throw wrong('names no host');
  try {
    return {
      host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
      port: Number(url.port) || defaultPort,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      options: url.searchParams,
    };
  } catch {
    throw wrong('holds a % that begins no escape');
  }
}

export const secretFields = ['connection_string', 'api_key', 'auth_token', 'token'] as const;

/** Every text of a configuration that must not be seen, whole and in its parts. */
export function secretsOf(config: SourceConfig): string[] {
  const found = secretFields.flatMap((name) => config[name] ?? []);
  for (const address of [config.connection_string, config.api_url, config.url]) {
    const url = address === undefined ? null : URL.parse(address);
    if (!url) continue;
    found.push(url.password, ...url.searchParams.values());
    try {
      found.push(decodeURIComponent(url.password));
    } catch {}
  }
  return found.filter((secret) => secret.length >= 3).sort((a, b) => b.length - a.length);
}
