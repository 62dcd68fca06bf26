import {
  createDisk,
  createEdge,
  type Edge,
  type EdgeConfig,
  type Generation,
} from '../../src/commands/simulate/index.ts';
import type { Person, TestApp } from './app.ts';
import { type CleansUp, defer } from './defer.ts';
import { makeNode } from './nodes-objects.ts';
import { eventually } from './processes.ts';

export type LiveEdge = { id: string; name: string; edge: Edge };

/** A simulated edge that is connected to the nodes door and has reported its flows. */
export async function startEdge(
  t: CleansUp,
  app: TestApp,
  owner: Person,
  { name, generation, config }: { name: string; generation: Generation; config: EdgeConfig },
): Promise<LiveEdge> {
  const { id, registration_token: registrationToken } = await makeNode(app, owner, { name });
  const edge = createEdge({
    ...{ name, generation, config, seed: 1, allowPlain: true, emptyFlowsShare: 0 },
    urls: [`${app.url.replace(/^http/, 'ws')}/ws/node`],
    disk: createDisk({ registrationToken }),
    timing: { reconnectMs: 50, reconnectMaxMs: 50, statsMs: 100 },
    // The sun shines for as long as any test takes.
    weather: { goodTicks: 1e9, badTicks: 1 },
  });
  defer(t, () => edge.stop());
  edge.start();
  await eventually(async () => {
    const metrics = (await app.request('GET', `/api/v1/nodes/${id}`, { token: owner.token })).json() as {
      status: string;
    };
    return metrics.status === 'online' && edge.memory().nodeSecret !== undefined;
  }, `${name} is connected`);
  return { id, name, edge };
}

/** Flows of an edge in the form its generation has, with one input and one output each. */
export function edgeConfig(
  generation: Generation,
  flows: readonly { id: string; name: string; enabled?: boolean }[],
): EdgeConfig {
  const parts = flows.map(({ id, name, enabled = true }, i) => ({
    base: { id, name, enabled },
    input: { type: 'srt', mode: 'listener', local_addr: `0.0.0.0:${9000 + i}`, passphrase: 'a secret of the edge' },
    output: { type: 'udp', id: `${id}-out`, name: `${name} monitor`, dest_addr: `239.1.1.${i + 1}:5000` },
  }));
  if (generation === 'v1')
    return {
      version: 1,
      tunnels: [],
      flows: parts.map(({ base, input, output }) => ({ ...base, input, outputs: [output] })),
    };
  return {
    version: 2,
    tunnels: [],
    inputs: parts.map(({ base, input }) => ({ id: `${base.id}-in`, name: `${base.name} in`, active: true, ...input })),
    outputs: parts.map(({ output }) => ({ active: true, ...output })),
    flows: parts.map(({ base, output }) => ({ ...base, input_ids: [`${base.id}-in`], output_ids: [output.id] })),
  };
}
