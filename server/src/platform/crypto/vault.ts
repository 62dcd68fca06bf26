import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/*
 * master key  32 bytes that wrap data keys; kept outside of the database
 * data key    32 random bytes, new for each text
 * text form   sb1.<master key id>.<wrapped data key>.<encrypted text>, the last two in base64url as nonce ‖ tag ‖ ciphertext
 *
 * Rotation: start with the new key and the old ones in `previous`. Old texts open; `reseal` moves one to the new key by wrapping
 * its data key again, without touching what it encrypts.
 */
export type Vault = {
  /** Encrypts a secret. `context` (what it is and whose, e.g. `credential:<id>`) must be the same when it is opened. */
  seal(secret: string, context: string): string;
  /** @throws VaultError when the text was changed, belongs to another context, or its key is not here */
  open(sealed: string, context: string): string;
  /** The same secret under the current master key; the text itself when it already is. */
  reseal(sealed: string, context: string): string;
};

export class VaultError extends Error {}

const nonceBytes = 12;
const tagBytes = 16;

/** Envelope encryption with AES-256-GCM. `masterKey` and each of `previous` have 32 bytes. */
export function createVault(masterKey: Buffer, previous: readonly Buffer[] = []): Vault {
  const keys = new Map([masterKey, ...previous].map((key) => [keyId(key), key]));
  const current = keyId(masterKey);

  function split(sealed: string): { id: string; wrapped: string; content: string } {
    const [version, id, wrapped, content, ...more] = sealed.split('.');
    if (version !== 'sb1' || !id || !wrapped || content === undefined || more.length > 0)
      throw new VaultError('A stored secret is not in a form this version knows.');
    return { id, wrapped, content };
  }

  function unwrap(id: string, wrapped: string, context: string): Buffer {
    const key = keys.get(id);
    if (!key)
      throw new VaultError(
        `A stored secret was encrypted with the master key ${id}, which is not here. Put the old key back (SIGNALBOX_MASTER_KEY or master.key in the data folder).`,
      );
    return decrypt(key, wrapped, `key:${context}`);
  }

  return {
    seal(secret, context) {
      const dataKey = randomBytes(32);
      const wrapped = encrypt(masterKey, dataKey, `key:${context}`);
      return ['sb1', current, wrapped, encrypt(dataKey, Buffer.from(secret), context)].join('.');
    },
    open(sealed, context) {
      const { id, wrapped, content } = split(sealed);
      return decrypt(unwrap(id, wrapped, context), content, context).toString();
    },
    reseal(sealed, context) {
      const { id, wrapped, content } = split(sealed);
      if (id === current) return sealed;
      const dataKey = unwrap(id, wrapped, context);
      return ['sb1', current, encrypt(masterKey, dataKey, `key:${context}`), content].join('.');
    },
  };
}

/** Names a key without telling it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('signalbox master key').update(key).digest('hex').slice(0, 8);
}

function encrypt(key: Buffer, plain: Buffer, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url');
}

function decrypt(key: Buffer, text: string, context: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new VaultError('A stored secret was changed or belongs to something else; it cannot be opened.', { cause });
  }
}
