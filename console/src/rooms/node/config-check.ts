import type { Json } from '../../api/live-nodes.ts';
import { isObject, list } from './stats.ts';

/** As much as the door takes. */
const MOST_BYTES = 100_000;
const MOST_ID = 64;
const MOST_NAME = 256;

export type Checked = { config: Json | undefined; problems: string[] };

/**
 * What is wrong with a configuration before it is sent. Edges accept some mistakes silently, and then run without an input:
 * those above all.
 *
 * @param now what the node has; tells which of the two schemas it speaks
 */
export function checkConfig(typed: string, now: Json): Checked {
  let config: unknown;
  try {
    config = JSON.parse(typed);
  } catch (error) {
    return { config: undefined, problems: [`This is not JSON: ${error instanceof Error ? error.message : error}`] };
  }
  if (!isObject(config)) return { config: undefined, problems: ['A configuration is an object: { … }'] };
  const problems: string[] = [];
  const size = new TextEncoder().encode(JSON.stringify(config)).length;
  if (size > MOST_BYTES)
    problems.push(`It has ${Math.ceil(size / 1000)} KB; a configuration may have ${MOST_BYTES / 1000}.`);
  for (const name of ['flows', 'inputs', 'outputs', 'tunnels']) {
    const value = config[name];
    if (value === undefined) continue;
    if (!Array.isArray(value)) problems.push(`“${name}” has to be a list: [ … ]`);
    else problems.push(...checkNames(name, list(value)));
  }
  problems.push(...(isSecondSchema(now) ? checkReferences(config) : checkEmbedded(config)));
  return { config, problems };
}

/** Inputs and outputs stand beside the flows, which name them, since edge 0.14; before, they stand in the flows. */
function isSecondSchema(now: Json): boolean {
  return (
    now.version === 2 || Array.isArray(now.inputs) || list(now.flows).some(({ input_ids }) => Array.isArray(input_ids))
  );
}

function checkNames(kind: string, things: readonly Json[]): string[] {
  const seen = new Set<unknown>();
  return things.flatMap(({ id, name }, at) => {
    const place = `${kind}[${at}]`;
    const problems: string[] = [];
    if (typeof id !== 'string' || id === '' || id.length > MOST_ID)
      problems.push(`${place} needs an “id” of 1 to ${MOST_ID} characters.`);
    else if (seen.has(id)) problems.push(`${place}: the id “${id}” is there twice.`);
    if (typeof name === 'string' && name.length > MOST_NAME)
      problems.push(`${place}: “name” may have ${MOST_NAME} characters.`);
    seen.add(id);
    return problems;
  });
}

function checkReferences(config: Json): string[] {
  const ids = (name: string) => new Set(list(config[name]).map(({ id }) => id));
  const known = { input_ids: ids('inputs'), output_ids: ids('outputs') };
  return list(config.flows).flatMap((flow) => {
    const problems: string[] = [];
    for (const name of ['input', 'outputs'])
      if (flow[name] !== undefined)
        problems.push(
          `Flow “${flow.id}”: this node ignores “${name}” in a flow. Inputs and outputs stand in their own lists, and the flow names them in “input_ids” and “output_ids”.`,
        );
    for (const name of ['input_ids', 'output_ids'] as const) {
      const wanted = flow[name];
      if (wanted === undefined || wanted === null) continue;
      if (!Array.isArray(wanted)) problems.push(`Flow “${flow.id}”: “${name}” has to be a list.`);
      else
        for (const id of wanted)
          if (!known[name].has(id))
            problems.push(`Flow “${flow.id}” names “${id}”, and there is no such ${name.split('_')[0]}.`);
    }
    return problems;
  });
}

function checkEmbedded(config: Json): string[] {
  return list(config.flows).flatMap((flow) =>
    flow.input_ids === undefined && flow.output_ids === undefined
      ? []
      : [
          `Flow “${flow.id}”: this node wants “input” and “outputs” in the flow; it does not know “input_ids” and “output_ids”.`,
        ],
  );
}
