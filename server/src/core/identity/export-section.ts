import { isReasonableHash, type Vault } from '../../platform/crypto/index.ts';
import type { Queryable, Transaction } from '../../platform/database/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, hasRole, type Principal } from '../principal.ts';
import type { Importing, Plan, Section } from '../transfer/index.ts';
import { checkSecrets, differenceOf, Entry, entryOf, type Secrets, userOf } from './export-format.ts';
import { contextOf } from './mfa.ts';
import { mfaStore, type WholeFactor } from './mfa-store.ts';
import { isTimezone } from './preferences.ts';
import { checkEmail, checkGivenUsername } from './rules.ts';
import type { WholeUser } from './schema.ts';
import { sessionStore, userStore } from './store.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 1000;

type Parts = { events: Events; vault: Vault };
type Arrival = { user: WholeUser; secrets: Secrets | undefined };

/** Accounts in an export; passwords as hashes and second factors only with a passphrase. */
export function userSection({ events, vault }: Parts): Section<Entry> {
  async function* read(on: Queryable, { tenantId, seal }: Parameters<Section['read']>[1]) {
    for (let after = FIRST_ID; ; ) {
      const page = await userStore.pageWhole(on, tenantId, after, AT_ONCE);
      if (page.length === 0) return;
      const ids = page.map(({ id }) => id);
      const factors = seal ? await mfaStore.listWhole(on, ids) : undefined;
      yield page.map((user) => ({
        ...entryOf(user),
        ...(seal && { secrets: seal(secretsOf(user, factors?.get(user.id)), placeOf(user.id)) }),
      }));
      after = ids.at(-1) as string;
    }
  }

  function secretsOf({ id, passwordHash }: WholeUser, factor: WholeFactor | undefined): Secrets {
    const mfa = factor && {
      secret: vault.open(factor.secret, contextOf(id)),
      last_step: factor.lastStep,
      recovery_codes: factor.recoveryCodes,
    };
    return { password_hash: passwordHash, mfa: mfa ?? null };
  }

  async function plan(tx: Transaction, entries: readonly Entry[], { principal, open }: Importing): Promise<Plan> {
    const conflicts: Plan['conflicts'][number][] = [];
    const created: Arrival[] = [];
    let own: Arrival | undefined;
    let unchanged = 0;
    const isAlone = (await userStore.pageWhole(tx, principal.tenantId, FIRST_ID, 2)).length === 1;
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const some = entries.slice(start, start + AT_ONCE);
      const there = await findThere(tx, some);
      for (const entry of some) {
        const secrets = entry.secrets === undefined ? undefined : opened(open, entry.id, entry.secrets);
        const user = userOf(entry, principal.tenantId, secrets);
        const same = there.byId.get(entry.id);
        const named = there.byName.get(entry.username.toLowerCase());
        const isOwn = !same && named?.id === principal.id && isAlone;
        const reason = same
          ? differenceOf(same, entry, secrets, principal)
          : (takenBy(entry, there, isOwn ? principal.id : undefined) ??
            (isOwn ? unfit(entry, named) : aboveOf(user, principal)));
        if (reason !== undefined) conflicts.push({ id: entry.id, reason });
        else if (same) unchanged++;
        else if (isOwn) own = { user, secrets };
        else created.push({ user, secrets });
      }
    }
    return {
      counts: { created: created.length, updated: own ? 1 : 0, unchanged },
      conflicts,
      async write() {
        if (own) await become(tx, principal, own);
        for (let start = 0; start < created.length; start += AT_ONCE)
          await userStore.insertWhole(
            tx,
            created.slice(start, start + AT_ONCE).map(({ user }) => user),
          );
        for (const { user, secrets } of own ? [own, ...created] : created)
          if (secrets?.mfa) await mfaStore.insertWhole(tx, user.id, sealedFactor(user.id, secrets.mfa));
      },
    };
  }

  function sealedFactor(userId: string, mfa: NonNullable<Secrets['mfa']>): WholeFactor {
    const secret = vault.seal(mfa.secret, contextOf(userId));
    return { secret, lastStep: mfa.last_step, recoveryCodes: mfa.recovery_codes };
  }

  async function become(tx: Transaction, principal: Principal, { user, secrets }: Arrival): Promise<void> {
    await userStore.become(tx, principal.id, user);
    if (secrets?.password_hash) await sessionStore.removeAllOf(tx, user.id, principal.sessionId);
    await events.append(tx, {
      tenantId: principal.tenantId,
      type: 'user.changed',
      subject: `user:${principal.id}`,
      actor: actorOf(principal),
      data: { changed: ['id'], id: user.id },
    });
  }

  return {
    name: 'users',
    schema: Entry,
    read,
    plan,
    ids: userStore.ids,
    check({ username, email, display_name: displayName, preferences }) {
      checkGivenUsername(username);
      if (email !== null) checkEmail(email);
      if (displayName.trim() === '' || /\p{Cc}/u.test(displayName))
        throw invalid('display_name must hold more than spaces, and no control characters');
      if (preferences?.timezone !== undefined && !isTimezone(preferences.timezone))
        throw invalid(`'${preferences.timezone}' is not a time zone`);
    },
    keys: ({ id, username, email, public_id: publicId }) => [
      `id ${id}`,
      `username ${username.toLowerCase()}`,
      ...(email === null ? [] : [`email ${email.toLowerCase()}`]),
      ...(publicId === undefined ? [] : [`public_id ${publicId}`]),
    ],
  };
}

const placeOf = (id: string) => `users/${id}`;
function opened(open: Importing['open'], id: string, sealed: string): Secrets {
  const secrets = open(sealed, placeOf(id));
  checkSecrets(secrets, `secrets of ${placeOf(id)}`);
  const { password_hash: hash } = secrets as Secrets;
  if (hash !== null && !isReasonableHash(hash))
    throw invalid(`secrets of ${placeOf(id)}: password_hash is no argon2id hash of a bounded cost`);
  return secrets as Secrets;
}

type There = Record<'byId' | 'byPublicId' | 'byName' | 'byEmail', Map<string, WholeUser>>;

async function findThere(tx: Transaction, entries: readonly Entry[]): Promise<There> {
  const users = await userStore.findAny(tx, {
    ids: entries.map(({ id }) => id),
    publicIds: entries.flatMap(({ public_id: publicId }) => publicId ?? []),
    names: entries.map(({ username }) => username.toLowerCase()),
    emails: entries.flatMap(({ email }) => email?.toLowerCase() ?? []),
  });
  return {
    byId: new Map(users.map((user) => [user.id, user])),
    byPublicId: new Map(users.map((user) => [user.publicId, user])),
    byName: new Map(users.map((user) => [user.username.toLowerCase(), user])),
    byEmail: new Map(users.flatMap((user) => (user.email === null ? [] : [[user.email.toLowerCase(), user]]))),
  };
}

function takenBy(entry: Entry, there: There, except: string | undefined): string | undefined {
  const isTaken = (holder: WholeUser | undefined) => holder !== undefined && holder.id !== except;
  if (isTaken(there.byName.get(entry.username.toLowerCase()))) return `the username ${entry.username} is taken`;
  if (entry.email !== null && isTaken(there.byEmail.get(entry.email.toLowerCase())))
    return `the email ${entry.email} is taken`;
  if (entry.public_id !== undefined && isTaken(there.byPublicId.get(entry.public_id)))
    return `the public_id ${entry.public_id} is taken`;
  return undefined;
}

/** Why the importer's account cannot become this one. */
function unfit(entry: Entry, importer: WholeUser): string | undefined {
  if (importer.mfaEnabled) return 'is to take the place of your account: switch off your second factor first';
  const expired = entry.expires_at !== null && new Date(entry.expires_at) <= new Date();
  if (entry.role !== 'super_admin' || !entry.is_active || expired || entry.allowed_node_ids !== null)
    return 'has your username, and would leave nobody who runs this tenant: it is no active super_admin';
  return undefined;
}

function aboveOf({ role }: WholeUser, principal: Principal): string | undefined {
  return hasRole(principal.role, role) ? undefined : `only an owner may make an ${role}`;
}
