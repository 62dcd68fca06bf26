import { createHmac, randomBytes } from 'node:crypto';
import type { Vault } from '../../platform/crypto/index.ts';
import type { Mode, SealedSecrets, Secrets } from './schema.ts';

/** New secrets for a tunnel; edges that reach each other directly know each other by a third one. */
export function mintSecrets(mode: Mode): Secrets {
  return { encryptionKey: mint(), bindSecret: mint(), psk: mode === 'direct' ? mint() : null };
}

const mint = () => randomBytes(32).toString('hex');

export function sealSecrets(vault: Vault, id: string, { encryptionKey, bindSecret, psk }: Secrets): SealedSecrets {
  return {
    encryptionKey: vault.seal(encryptionKey, contextOf('encryption_key', id)),
    bindSecret: vault.seal(bindSecret, contextOf('bind_secret', id)),
    psk: psk === null ? null : vault.seal(psk, contextOf('psk', id)),
  };
}

/** @throws VaultError */
export function openSecrets(vault: Vault, id: string, { encryptionKey, bindSecret, psk }: SealedSecrets): Secrets {
  return {
    encryptionKey: vault.open(encryptionKey, contextOf('encryption_key', id)),
    bindSecret: vault.open(bindSecret, contextOf('bind_secret', id)),
    psk: psk === null ? null : vault.open(psk, contextOf('psk', id)),
  };
}

/** Binds a sealed secret to its row. */
const contextOf = (column: string, id: string) => `tunnels.${column}:${id}`;

/**
 * What an edge shows a relay to take its end of a tunnel. The key is the text of the secret, not the bytes it stands for.
 *
 * @param direction in the words of the edge. Source: facts about the nodes contract, §1.8.2
 */
export function bindToken(bindSecret: string, tunnelId: string, direction: 'ingress' | 'egress'): string {
  return createHmac('sha256', Buffer.from(bindSecret, 'ascii')).update(`${tunnelId}:${direction}`).digest('hex');
}
