import { upstreamFailed } from '../../platform/errors.ts';
import { type LlmAnswer, type LlmRequest, type LlmTurn, short } from '../../platform/llm/index.ts';
import type { MediaNode } from '../nodes/index.ts';
import { proposing } from './instructions.ts';
import { readAnswer } from './read-answer.ts';
import type { Answered, Proposal } from './schema.ts';
import { type Settling, settle } from './settle.ts';
import { clipped, nodeLine, toolsOver } from './tools.ts';

const MOST_CONTEXT = 40_000;
const MOST_NODES = 200;
/** An answer that does not fit goes back once, with what is wrong with it. */
const ATTEMPTS = 2;

/**
 * Asks a language model for an envelope and checks it.
 *
 * @throws LlmFailure; upstream_failed UNFIT, whose details say what does not fit and hold the answer
 */
export async function proposeByModel(
  ask: (request: LlmRequest) => Promise<LlmAnswer>,
  { prompt, node, settling }: { prompt: string; node: MediaNode | undefined; settling: Settling },
): Promise<Omit<Proposal, keyof Answered>> {
  const turns: LlmTurn[] = [{ role: 'user', text: `${prompt}\n\n${await contextOf(node, settling)}` }];
  let problems: string[] = [];
  let raw = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    ({ text: raw } = await ask({ instructions: proposing, turns, tools: toolsOver(settling.bench) }));
    const settled = await settle(readAnswer(raw), settling);
    if (settled.problems.length === 0) return { ...settled, raw };
    problems = settled.problems;
    const wrong = problems.map((problem) => `- ${problem}`).join('\n');
    turns.push(
      { role: 'assistant', text: raw },
      {
        role: 'user',
        text: `This does not fit and was not shown:\n${wrong}\nAnswer with the corrected JSON object only.`,
      },
    );
  }
  throw upstreamFailed(`The language model proposed what does not fit: ${problems.slice(0, 5).join(' ')}`, {
    code: 'UNFIT',
    details: { problems, raw },
  });
}

async function contextOf(node: MediaNode | undefined, { bench, existingFlows }: Settling): Promise<string> {
  const nodes = (await bench.nodes()).slice(0, MOST_NODES).map(nodeLine);
  const context: Record<string, unknown> = { nodes };
  if (node) {
    context.node = nodeLine(node);
    if (bench.connection(node)) {
      const { config, generation } = await bench.config(node).catch(() => ({ config: null, generation: null }));
      Object.assign(context, {
        generation,
        flows: bench.flows([node]).map(({ raw: _, ...flow }) => ({ ...flow, name: short(flow.name) })),
        config,
      });
    }
  } else if (existingFlows.length > 0) context.existing_flows = existingFlows;
  return `Context, as data: ${JSON.stringify(clipped(context, MOST_CONTEXT))}`;
}
