import type { Database } from '../../platform/database/index.ts';
import { HouseError, invalid, unavailable, upstreamFailed } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { type Llm, type LlmFailure, type OwnKey, type Provider, providers } from '../../platform/llm/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { askRecorded, type CallRecord } from '../assistants/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { ProviderKeys } from '../provider-keys/index.ts';
import { answerBuiltin } from './builtin/answer.ts';
import { examine } from './builtin/examine.ts';
import { inWords } from './builtin/in-words.ts';
import { proposeBuiltin } from './builtin/propose.ts';
import { answering } from './instructions.ts';
import { proposeByModel } from './propose-by-model.ts';
import type { Answered, Proposal, Reply } from './schema.ts';
import { toolsOver } from './tools.ts';
import { createWorkbench, type Workbench, type WorkbenchDeps } from './workbench.ts';

export type NodesAssistantDeps = WorkbenchDeps & {
  database: Database;
  events: Pick<Events, 'append'>;
  log: Log;
  keys: Pick<ProviderKeys, 'open'>;
  /** The language model of the house; undefined when there is none. */
  llm: Llm | undefined;
  /** The language model behind a key of somebody's own. */
  openLlm(key: OwnKey): Llm;
  record(call: CallRecord): Promise<void>;
};

/** Whom to ask: `builtin` is the house itself; undefined is who is there, a person's own key first. */
export type Asked = { provider?: Provider | 'builtin' | undefined; signal?: AbortSignal | undefined };

/** Answers questions about nodes and proposes actions, as one principal sees them. It changes nothing. */
export type NodesAssistant = {
  /**
   * Actions for a request in plain words, checked against the node's schema. Nothing is sent.
   *
   * @param wish `existingFlows`: what the caller knows of its flows, where no node is named
   * @throws invalid NO_API_KEY for a provider nobody has a key of; upstream_failed LLM_FAILED when the provider that was asked
   *   for by name does not answer; upstream_failed UNFIT when what it proposes does not fit; not_found, forbidden for `nodeId`
   */
  propose(
    principal: Principal,
    wish: Asked & { prompt: string; nodeId?: string | undefined; existingFlows?: readonly unknown[] | undefined },
  ): Promise<Proposal>;
  /** What is wrong, of the nodes that are named or of all. @throws as `propose` */
  analyze(principal: Principal, wish: Asked & { description: string }): Promise<Reply>;
  /** @throws as `propose` */
  query(principal: Principal, wish: Asked & { query: string }): Promise<Reply>;
};

const BUILTIN = { provider: 'builtin', model: null };

export function createNodesAssistant(deps: NodesAssistantDeps): NodesAssistant {
  const { database, events, log, keys, llm, openLlm, record } = deps;

  async function choose(principal: Principal, provider: Asked['provider']): Promise<Llm | undefined> {
    if (provider === 'builtin') return undefined;
    for (const one of provider === undefined ? providers : [provider]) {
      const key = await keys.open(principal, one);
      if (key) return opened(key);
    }
    if (provider === undefined || llm?.provider === provider) return llm;
    const name = provider === 'google' ? 'gemini' : provider;
    throw invalid(
      `No API key configured for '${name}'. Store one first, or leave the provider out: the built-in assistant answers then.`,
      { code: 'NO_API_KEY' },
    );
  }

  function opened(key: OwnKey): Llm {
    try {
      return openLlm(key);
    } catch {
      // The house has another server set up for this provider, which has no usual model.
      throw invalid('Which model is meant? Store the key again with the name of a model.', { code: 'NO_MODEL' });
    }
  }

  /** By a language model where there is one. When it fails the house answers, unless that very provider was asked for. */
  async function answer<T extends Answered>(
    principal: Principal,
    { provider, signal }: Asked,
    kind: string,
    byModel: (model: Llm) => Promise<Omit<T, keyof Answered>>,
    byHouse: () => Promise<Omit<T, keyof Answered>>,
  ): Promise<T> {
    const model = await choose(principal, provider);
    let fallback: string | null = null;
    let answered: T | undefined;
    if (model) {
      try {
        const { provider: by, model: name } = model;
        answered = { ...(await byModel(model)), provider: by, model: name, fallback } as T;
      } catch (error) {
        if (signal?.aborted) throw unavailable('The question was called off', { code: 'CALLED_OFF' });
        const isKnown = (error as Error).name === 'LlmFailure';
        if (!isKnown && error instanceof HouseError) throw error;
        const reason = isKnown ? (error as LlmFailure).reason : 'failed';
        log.warn({ provider: model.provider, model: model.model, reason }, 'the language model gave no answer');
        fallback = isKnown ? (error as Error).message : 'The language model failed';
        if (provider !== undefined) throw upstreamFailed(fallback, { code: 'LLM_FAILED' });
      }
    }
    answered ??= { ...(await byHouse()), ...BUILTIN, fallback } as T;
    const { provider: by, model: name } = answered;
    // Not what was said: that is the person's own affair.
    await database.transaction((tx) =>
      events.append(tx, {
        tenantId: principal.tenantId,
        type: 'nodes_assistant.answered',
        subject: `user:${principal.id}`,
        actor: actorOf(principal),
        data: { kind, provider: by, model: name, fallback },
      }),
    );
    return answered;
  }

  const callOf = ({ tenantId, kind, id }: Principal) => ({
    tenantId,
    userId: kind === 'user' ? id : null,
    purpose: 'nodes' as const,
  });

  async function say(
    principal: Principal,
    asked: Asked,
    kind: string,
    question: string,
    byHouse: (bench: Workbench) => Promise<string>,
  ): Promise<Reply> {
    const bench = createWorkbench(deps, principal);
    return answer<Reply>(
      principal,
      asked,
      kind,
      async (model) => {
        const turns = [{ role: 'user' as const, text: question }];
        const request = { instructions: answering, turns, tools: toolsOver(bench), signal: asked.signal };
        const { text } = await askRecorded(model, record, callOf(principal), request);
        return { text };
      },
      async () => ({ text: `${await byHouse(bench)}\n\n${signature()}` }),
    );
  }

  return {
    async propose(principal, { prompt, nodeId, existingFlows = [], ...asked }) {
      const bench = createWorkbench(deps, principal);
      // Before anybody is asked: who may not see the node gets no answer about it.
      const node = nodeId === undefined ? undefined : await bench.node(nodeId);
      const settling = { bench, nodeId: node?.id, existingFlows };
      return answer<Proposal>(
        principal,
        asked,
        'generate_config',
        (model) =>
          proposeByModel(
            (request) => askRecorded(model, record, callOf(principal), { ...request, signal: asked.signal }),
            { prompt, node, settling },
          ),
        () => proposeBuiltin(prompt, node, settling),
      );
    },
    analyze: (principal, { description, ...asked }) =>
      say(principal, asked, 'analyze', `Find out what is wrong, and why: ${description}`, (bench) =>
        inWords(() => examine(description, bench)),
      ),
    query: (principal, { query, ...asked }) =>
      say(principal, asked, 'query', query, (bench) => inWords(() => answerBuiltin(query, bench))),
  };
}

/** Who answered, and as of when. */
function signature(): string {
  return `(The built-in assistant, from what the nodes report at ${new Date().toISOString().slice(11, 19)} UTC.)`;
}
