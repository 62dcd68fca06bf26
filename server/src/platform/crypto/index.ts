export { deriveKey, loadMasterKey } from './master-key.ts';
export { hashPassword, isReasonableHash, needsRehash, verifyPassword } from './password.ts';
export { equalSecrets, randomDigits, randomId, randomPassword, randomToken, sha256 } from './random.ts';
export { createVault, type Vault, VaultError } from './vault.ts';
