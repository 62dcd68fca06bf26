import type { CredentialsFile } from './credentials-file.ts';
import { createDisk } from './disk.ts';
import { createEdge, type SimulatedNode } from './edge.ts';
import type { ManagerApi } from './manager-api.ts';
import { createRelay } from './relay.ts';
import type { Relays } from './relay-switch.ts';
import type { Timing } from './timing.ts';

export type FleetPlan = { edges: number; relays: number; seed: number };

type Planned = { name: string; deviceType: 'edge' | 'relay'; at: number };

const places = [
  'oslo',
  'bergen',
  'porto',
  'gdansk',
  'turin',
  'lyon',
  'ghent',
  'graz',
  'cork',
  'malmo',
  'tartu',
  'basel',
];
const FIRST_RELAY_PORT = 14_433;
/** Every fourth edge is of the first generation. */
const OLD_EVERY = 4;

/** The same names for the same numbers, so that a second run finds its nodes again. */
export function planFleet({ edges, relays }: FleetPlan): Planned[] {
  const named = (deviceType: 'edge' | 'relay', count: number) =>
    Array.from({ length: count }, (_, at): Planned => {
      const round = String(Math.floor(at / places.length) + 1).padStart(2, '0');
      return { name: `${deviceType}-${places[at % places.length]}-${round}`, deviceType, at };
    });
  return [...named('relay', relays), ...named('edge', edges)];
}

/** Makes the nodes that the manager does not have yet, and new tokens for those whose credentials are not in the file. */
export async function enrolFleet(planned: readonly Planned[], api: ManagerApi, file: CredentialsFile): Promise<number> {
  const known = new Map((await api.nodes()).map(({ name, id }) => [name, id]));
  let made = 0;
  for (const { name, deviceType } of planned) {
    const id = known.get(name);
    const kept = file.get(name);
    if (id !== undefined && (kept?.nodeId === id || kept?.registrationToken)) continue;
    if (id === undefined) made++;
    const registrationToken = id === undefined ? (await api.create(name, deviceType)).token : await api.renewToken(id);
    file.set(name, { registrationToken });
  }
  return made;
}

export type FleetOptions = { seed: number; url: string; acceptSelfSigned: boolean; timing?: Partial<Timing> };

export function createFleet(
  planned: readonly Planned[],
  file: CredentialsFile,
  { seed, url, acceptSelfSigned, timing = {} }: FleetOptions,
): SimulatedNode[] {
  const relays: Relays = new Map();
  return planned.map(({ name, deviceType, at }) => {
    const disk = createDisk(file.get(name) ?? {}, (credentials) => file.set(name, credentials));
    const shared = { name, urls: [url], disk, relays, seed: seed * 1_000 + at, acceptSelfSigned, timing };
    if (deviceType === 'relay') return createRelay({ ...shared, address: `127.0.0.1:${FIRST_RELAY_PORT + at}` });
    const generation = at % OLD_EVERY === OLD_EVERY - 1 ? 'v1' : 'v2';
    return createEdge({ ...shared, generation, flows: 1 + (at % 3) });
  });
}
