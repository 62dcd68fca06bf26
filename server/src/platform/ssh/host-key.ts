import { createHash } from 'node:crypto';

/**
 * The fingerprint of a host key as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding.
 *
 * @param key the key in SSH wire format
 */
export function hostKeyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
