import type { Json } from './schema.ts';

/** What stands for a secret that is there but not shown; the relay uses the same words. */
export const REDACTED = '***REDACTED***';

const secretName =
  /(^|_)(secret|passphrase|password|passwd|psk|token|tokens|bearer|credential|credentials|key_pem|(stream|api|private|secret|access|shared|auth|encryption)_?key)$|^(sim_)?pin$/i;
/** The same in what stands behind the question mark of a URL. */
const secretParameter =
  /([?&](?:secret|passphrase|password|passwd|psk|token|key|\w{1,20}_?key|\w{1,20}_token)=)[^&#\s]+/gi;

const passwordInText = /(:\/\/[^\s:/@"\\]{0,256}):[^\s/@"\\]{1,256}@/g;

/** A text, also one of JSON, without the passwords of URLs in it: nodes tell the addresses they read from as they are. */
export function hidePasswords(text: string): string {
  return text.includes('@') ? text.replace(passwordInText, `$1:${REDACTED}@`) : text;
}

/** A copy without the secrets of nodes' configurations and commands: passphrases, keys, tokens, and those in URLs. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .replace(/^([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/i, `$1:${REDACTED}@`)
      .replace(secretParameter, `$1${REDACTED}`);
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
  if (typeof changed === 'string') return changed.includes(REDACTED) && typeof known === 'string' ? known : changed;
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
