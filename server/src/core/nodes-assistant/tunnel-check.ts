import { HouseError } from '../../platform/errors.ts';
import { isObject, text } from '../../platform/json-fields.ts';
import { modes, protocols } from '../tunnels/index.ts';
import { isAddress } from './endpoint-check.ts';
import type { Workbench } from './workbench.ts';

/** What is wrong with a tunnel that somebody proposes, in the words of `POST /tunnels`. Its nodes have to be seen. */
export async function tunnelProblems(bench: Workbench, tunnel: unknown): Promise<string[]> {
  if (!isObject(tunnel)) return [];
  const problems: string[] = [];
  const { mode, protocol, ingress_listen_port: port } = tunnel;
  const isRelayed = mode === 'relay';
  if (text(tunnel.name) === undefined) problems.push('The tunnel needs a “name”.');
  if (!protocols.some((one) => one === protocol)) problems.push(`“protocol” is ${protocols.join(' or ')}.`);
  if (!modes.some((one) => one === mode)) problems.push(`“mode” is ${modes.join(' or ')}.`);
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535)
    problems.push('“ingress_listen_port” must be a port, 1 to 65535.');
  for (const name of ['egress_forward_addr', isRelayed ? 'relay_addr' : 'egress_peer_addr'])
    if (!isAddress(text(tunnel[name]) ?? '')) problems.push(`“${name}” must be host:port.`);
  for (const name of ['ingress_node_id', 'egress_node_id', ...(isRelayed ? ['relay_node_id'] : [])]) {
    const wanted = name === 'relay_node_id' ? 'relay' : 'edge';
    try {
      const node = await bench.node(text(tunnel[name]) ?? '');
      if (node.deviceType !== wanted) problems.push(`“${name}”: ${node.name} is no ${wanted}.`);
    } catch (error) {
      if (!(error instanceof HouseError)) throw error;
      problems.push(`“${name}”: ${error.message}.`);
    }
  }
  return problems;
}

/** What is wrong with deleting a tunnel: there is none of this id for who asks, or they may not see tunnels. */
export async function removalProblems(bench: Workbench, id: unknown): Promise<string[]> {
  try {
    const there = await bench.tunnels();
    return there.some((tunnel) => tunnel.id === id) ? [] : [`There is no tunnel “${String(id).slice(0, 64)}”.`];
  } catch (error) {
    if (error instanceof HouseError) return [`${error.message}.`];
    throw error;
  }
}
