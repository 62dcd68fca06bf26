/** Connections to other machines by SSH, with the host key pinned. */

export { connectSsh, type SshConnection, type SshTarget } from './connection.ts';
export { hostKeyFingerprint } from './host-key.ts';
