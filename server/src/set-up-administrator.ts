import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FirstLogin, Identity } from './core/identity/index.ts';
import type { Config } from './platform/config/index.ts';

export const firstLoginFile = 'initial-credentials.txt';

/**
 * Creates the administrator on the first start. A password that was made for it is on disk, for the operator only, before
 * the account exists: a crash in between must not lock everybody out.
 */
export async function setUpAdministrator(
  identity: Identity,
  config: Config,
  dataFolder: string,
): Promise<FirstLogin | undefined> {
  const { adminUsername: username, adminEmail: email, adminPassword: password } = config;
  return identity.createFirstAdministrator({ username, email, password }, async (login) => {
    if (!login.generated) return;
    const file = await open(join(dataFolder, firstLoginFile), 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(`username: ${login.username}\npassword: ${login.password}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}
