import { invalid } from '../../platform/errors.ts';

/** Source: contract of the nodes door. */
const LONGEST_KEY = 256;

/** @throws invalid; it never says the key, which may be right for somebody else */
export function checkKey(apiKey: string): void {
  if (apiKey.length < 1 || Buffer.byteLength(apiKey) > LONGEST_KEY)
    throw invalid(`API key must be 1–${LONGEST_KEY} characters`, { code: 'INVALID_KEY' });
  // It goes into a header.
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw invalid('API key must hold no spaces and no other than ASCII characters', { code: 'INVALID_KEY' });
}
