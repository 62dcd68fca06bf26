import type { Json } from './schema.ts';

/** What stands for a secret that is there but not shown; the relay uses the same words. */
export const REDACTED = '***REDACTED***';

const secretName =
  /(^|_)(secret|passphrase|password|passwd|psk|token|tokens|bearer|credential|credentials|key_pem|(stream|api|private|secret|access|shared|auth|encryption)_?key)$|^(sim_)?pin$/i;
/** The same in what stands behind the question mark of a URL. */
const secretParameter =
  /([?&](?:secret|passphrase|password|passwd|psk|token|key|\w{1,20}_?key|\w{1,20}_token)=)([^&#\s]+)/gi;
/** That of whoever a URL names. */
const password = /^([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)([^\s/@]+)@/i;

/** A text with what is secret in it replaced, the first to the last. */
function hideIn(text: string, hide: (secret: string) => string): string {
  return text
    .replace(password, (_, before, secret) => `${before}${hide(secret)}@`)
    .replace(secretParameter, (_, before, secret) => before + hide(secret));
}

const passwordInText = /(:\/\/[^\s:/@"\\]{0,256}):[^\s/@"\\]{1,256}@/g;

/** A text, also one of JSON, without the passwords of URLs in it: nodes tell the addresses they read from as they are. */
export function hidePasswords(text: string): string {
  return text.includes('@') ? text.replace(passwordInText, `$1:${REDACTED}@`) : text;
}

/** A copy without the secrets of nodes' configurations and commands: passphrases, keys, tokens, and those in URLs. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return hideIn(value, () => REDACTED);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isSecret = secretName.test(name) && (typeof inner === 'string' || Array.isArray(inner)) && inner.length > 0;
      return [name, isSecret ? REDACTED : redact(inner)];
    }),
  );
}

/**
 * Puts the secrets of `known` back where `changed` has only their sign: what somebody was shown and sends back changes nothing
 * that was hidden. Entries of lists are matched by their `id`.
 */
export function restoreSecrets(changed: unknown, known: unknown): unknown {
  if (typeof changed === 'string') return typeof known === 'string' ? restoreText(changed, known) : changed;
  if (Array.isArray(changed)) {
    const before = Array.isArray(known) ? known : [];
    // The first of each id; a look through the whole list for every item took minutes when both were long.
    const byId = new Map(before.toReversed().map((item) => [idOf(item), item]));
    return changed.map((item, i) => restoreSecrets(item, partnerIn(byId, item) ?? before[i]));
  }
  if (typeof changed !== 'object' || changed === null) return changed;
  const before = (typeof known === 'object' && known !== null ? known : {}) as Json;
  return Object.fromEntries(
    Object.entries(changed).map(([name, inner]) => [
      name,
      inner === REDACTED && before[name] !== undefined ? before[name] : restoreSecrets(inner, before[name]),
    ]),
  );
}

/** Around a hidden secret a text may have been changed: another host, another latency. */
function restoreText(changed: string, known: string): string {
  const parts = changed.split(REDACTED);
  if (parts.length === 1) return changed;
  const secrets: string[] = [];
  hideIn(known, (secret) => {
    secrets.push(secret);
    return REDACTED;
  });
  // One of several was taken out: which one is not to be seen.
  if (secrets.length !== parts.length - 1) return changed;
  return parts.map((part, i) => part + (secrets[i] ?? '')).join('');
}

const idOf = (item: unknown): unknown => (item as Json | null)?.id;

function partnerIn(byId: ReadonlyMap<unknown, unknown>, item: unknown): unknown {
  const id = idOf(item);
  return id === undefined ? undefined : byId.get(id);
}

/**
 * A command in which secrets that were shown as hidden are what they are in the node's configuration, for the flow, the input
 * or the output it is about.
 *
 * @returns undefined when a sign stands where there is no secret
 */
export function restoreInAction(action: Json, config: Json): Json | undefined {
  const find = (things: unknown, id: unknown) =>
    Array.isArray(things) ? things.find((thing) => (thing as Json | null)?.id === id) : undefined;
  const { flow, input, output } = action as Record<string, Json | undefined>;
  const knownFlow = find(config.flows, action.flow_id ?? flow?.id);
  const restored = restoreSecrets(action, {
    flow: knownFlow,
    input: find(config.inputs, action.input_id ?? input?.id),
    output: find(config.outputs, action.output_id ?? output?.id) ?? find((knownFlow as Json)?.outputs, output?.id),
    config,
  }) as Json;
  return JSON.stringify(restored).includes(REDACTED) ? undefined : restored;
}

/** Whether a command holds the sign for a secret that is not shown. */
export const holdsHidden = (action: Json): boolean => JSON.stringify(action).includes(REDACTED);
