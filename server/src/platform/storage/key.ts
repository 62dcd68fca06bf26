import { invalid } from '../errors.ts';

/** Refuses keys that are no plain relative path: they could otherwise leave the storage's folder. */
export function checkKey(key: string): void {
  const parts = key.split('/');
  const plain = (part: string) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(part);
  if (key.length > 500 || !parts.every(plain))
    throw invalid('A file’s name may only have letters, digits, ".", "_" and "-".', { code: 'INVALID_FILE_KEY' });
}
