import { firstLoginFile } from '../../set-up-administrator.ts';
import type { Run } from '../command.ts';
import { openCredentialsFile } from './credentials-file.ts';
import type { SimulatedNode } from './edge.ts';
import { createFleet, enrolFleet, planFleet } from './fleet.ts';
import { openManagerApi } from './manager-api.ts';
import { firstLoginPathIn, readOptions, type SimulateOptions } from './options.ts';

const DRAW_MS = 1_000;
/** Where the output is not a terminal, a line now and then is enough. */
const LINE_MS = 30_000;

/** `npm run simulate -- nodes`: a fleet of edges and relays that are not there, at a running server, until Ctrl-C. */
export const simulate: Run = async (args) => {
  let options: SimulateOptions;
  try {
    options = readOptions(args, firstLoginPathIn(process.env.SIGNALBOX_DATA_DIR, firstLoginFile));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  try {
    await runSimulation(options, interrupted);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
};

/** Enrols and runs the fleet until `end`; then every node says goodbye with a Close frame. */
export async function runSimulation(options: SimulateOptions, end: Promise<void>): Promise<void> {
  const planned = planFleet(options);
  const file = openCredentialsFile(options.folder);
  const api = await openManagerApi(options);
  const made = await enrolFleet(planned, api, file).finally(() => api.close());
  console.log(`${planned.length} nodes at ${options.url}, ${made} of them new. Ctrl-C ends it.`);
  const url = `${options.url.replace(/^https/, 'wss')}/ws/node`;
  const nodes = createFleet(planned, file, { ...options, url });
  for (const node of nodes) node.start();
  const stopDrawing = draw(nodes);
  await end;
  stopDrawing();
  await Promise.all(nodes.map((node) => node.stop()));
}

function draw(nodes: readonly SimulatedNode[], output: NodeJS.WriteStream = process.stdout): () => void {
  const line = () => {
    const connected = nodes.filter((node) => node.connected()).length;
    const commands = nodes.reduce((sum, node) => sum + node.commandsServed(), 0);
    const trouble = nodes.find((node) => !node.connected() && node.lastEnd()?.by === 'error')?.lastEnd()?.reason;
    const text = `  connected ${connected} of ${nodes.length}   commands served ${commands}${trouble ? `   (${trouble})` : ''}`;
    output.write(output.isTTY ? `\r\x1b[2K${text.slice(0, output.columns - 1)}` : `${text}\n`);
  };
  const timer = setInterval(line, output.isTTY ? DRAW_MS : LINE_MS);
  return () => {
    clearInterval(timer);
    line();
    if (output.isTTY) output.write('\n');
  };
}
