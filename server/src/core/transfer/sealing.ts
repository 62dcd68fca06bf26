import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { invalid } from '../../platform/errors.ts';

/*
 * passphrase ─scrypt(salt)→ 64 bytes ─HKDF→ an encryption key and a nonce key
 * nonce      the first 12 bytes of HMAC-SHA256(nonce key, length of context ‖ context ‖ plaintext)
 * text form  sbx1.<base64url of nonce ‖ tag ‖ AES-256-GCM ciphertext>, with the context as additional data
 *
 * Nothing is random, because an export of what was imported from an export must be the same bytes. A nonce that is made from
 * everything it protects (as in SIV, RFC 5297) repeats only for the same plaintext in the same context, and then the whole
 * text repeats: all anybody learns is that a secret has not changed. See docs/decisions/exports-are-deterministic.md.
 */
export type Sealing = {
  seal(secret: unknown, context: string): string;
  /** @throws invalid (WRONG_PASSPHRASE) */
  open(sealed: string, context: string): unknown;
};

/** How keys are made from a passphrase; stands in the file. 128 MiB and about 0.4 s for each guess. */
export const derivation = { cipher: 'aes-256-gcm', kdf: 'scrypt', n: 2 ** 17, r: 8, p: 1 } as const;

export const SHORTEST_PASSPHRASE = 12;
const LONGEST_PASSPHRASE = 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** @throws invalid */
export function checkPassphrase(passphrase: string): void {
  if (passphrase.length < SHORTEST_PASSPHRASE || passphrase.length > LONGEST_PASSPHRASE)
    throw invalid(
      `The passphrase must have ${SHORTEST_PASSPHRASE} to ${LONGEST_PASSPHRASE} characters: whoever has the file can guess as often as they like`,
      { code: 'BAD_PASSPHRASE' },
    );
  // It comes as a header, where programs differ in how they write anything else: another one could not open the file.
  if (!/^[\x20-\x7e]+$/.test(passphrase))
    throw invalid('The passphrase must be of ASCII letters, digits, signs and spaces', { code: 'BAD_PASSPHRASE' });
}

/** The salt of a tenant: made of ids that are random and the same after an import, so that no two tenants share one. */
export function saltOf(ids: readonly string[]): Buffer {
  const hash = createHash('sha256').update('signalbox export salt');
  for (const id of ids) hash.update(`\0${id}`);
  return hash.digest().subarray(0, 16);
}

export async function createSealing(passphrase: string, salt: Buffer): Promise<Sealing> {
  const { n, r, p } = derivation;
  const root = await derive(passphrase, salt, 64, { N: n, r, p, maxmem: 2 * 128 * n * r });
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', root, '', `signalbox export ${purpose}`, 32));
  const [encryptionKey, nonceKey] = [keyFor('encryption'), keyFor('nonces')];

  const nonceOf = (context: Buffer, plain: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(context.length);
    return createHmac('sha256', nonceKey)
      .update(length)
      .update(context)
      .update(plain)
      .digest()
      .subarray(0, NONCE_BYTES);
  };

  return {
    seal(secret, context) {
      const [about, plain] = [Buffer.from(context), Buffer.from(JSON.stringify(secret))];
      const nonce = nonceOf(about, plain);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce).setAAD(about);
      const content = Buffer.concat([cipher.update(plain), cipher.final()]);
      return `sbx1.${Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url')}`;
    },
    open(sealed, context) {
      try {
        const bytes = Buffer.from(sealed.slice('sbx1.'.length), 'base64url');
        const cipher = createDecipheriv('aes-256-gcm', encryptionKey, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        cipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const plain = Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]);
        return JSON.parse(plain.toString());
      } catch (cause) {
        throw invalid(`The passphrase is wrong, or the file was changed: the secrets of ${context} cannot be opened`, {
          code: 'WRONG_PASSPHRASE',
          cause,
        });
      }
    },
  };
}
