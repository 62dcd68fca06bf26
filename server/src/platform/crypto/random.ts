import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A random secret in URL-safe base64; 32 bytes (256 bit) unless said otherwise. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** An id such as `ds_1a2b3c4d`: the prefix and random hexadecimal digits. */
export function randomId(prefix: string, digits = 8): string {
  return `${prefix}_${randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits)}`;
}

/** Random decimal digits, for codes people type. */
export function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

/** A password for people to copy, without letters that look alike; about 119 bit. */
export function randomPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('');
}

/** SHA-256 in hexadecimal. Enough for high-entropy secrets such as our tokens; never for passwords. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Compares two secrets in a time that does not tell where they differ. */
export function equalSecrets(a: string, b: string): boolean {
  // Hashing first makes the lengths equal, so that not even those are told.
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
