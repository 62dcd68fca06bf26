import { randomId } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { limitReached, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Llm } from '../../platform/llm/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { createAnswering, type Question, type Reply } from './answering.ts';
import type { CallRecord, Conversation, Message, TrainingPlan } from './schema.ts';
import * as store from './store.ts';
import { createWorkbenches, type ToolDeps } from './tools.ts';

export type AssistantDeps = ToolDeps & {
  database: Database;
  events: Pick<Events, 'append'>;
  log: Log;
  /** Undefined: the built-in assistant answers. */
  llm: Llm | undefined;
};

export type Asking = {
  message: string;
  conversationId?: string | undefined;
  datasetId?: string | undefined;
} & Pick<Question, 'onText' | 'onRestart' | 'signal'>;

export type Answered = Reply & { conversationId: string };

export type Analysis = {
  dataQuality: string;
  qualityScore: number;
  qualityReasons: string[];
  seasonality: boolean;
  anomaliesDetected: number;
  rowsExamined: number;
  recommendedArchitecture: string;
  recommendedHyperparameters: Record<string, number | string>;
};

export type ConversationWithMessages = Conversation & { messages: Message[] };

export type Assistants = {
  /** Who answers. */
  answerer: { provider: string; model: string | null };
  /**
   * Answers a message and keeps both in a conversation, a new one unless named. A conversation is seen by nobody but the
   * one who talks.
   *
   * @throws not_found for an unknown conversation or dataset, forbidden, limit
   */
  chat(principal: Principal, asking: Asking): Promise<Answered>;
  /** Studies a dataset and answers a question about it. @throws as `chat` */
  analyze(
    principal: Principal,
    asking: Asking,
  ): Promise<Answered & { analysis: Analysis | null; plan: TrainingPlan | null }>;
  /** The one talked in last first, each with its latest messages. */
  history(principal: Principal, page?: Partial<store.Page>): Promise<ConversationWithMessages[]>;
  /** @throws not_found */
  conversation(principal: Principal, id: string): Promise<ConversationWithMessages>;
  /** @throws not_found */
  remove(principal: Principal, id: string): Promise<void>;
  /** Notes what asking a language model cost. */
  record(call: CallRecord): Promise<void>;
};

const MOST_CONVERSATIONS = 1000;
/** Of each conversation in a list, of one that is opened, and of what a language model is reminded of. */
const NESTED: store.Tail = { messages: 100, characters: 50_000 };
const SHOWN: store.Tail = { messages: 1000, characters: 2_000_000 };
const EARLIER: store.Tail = { messages: 20, characters: 40_000 };
const ID_DIGITS = 12;
const LONGEST_TITLE = 80;
const ANALYZE = 'Analyze this dataset and recommend a model architecture.';

export function createAssistants(deps: AssistantDeps): Assistants {
  const { database, events, llm } = deps;
  const workbench = createWorkbenches(deps);
  const record = (call: CallRecord) => store.insertCall(database, call);
  const answering = createAnswering({ llm, log: deps.log, record });
  const ownerOf = ({ tenantId, id }: Principal) => ({ tenantId, ownerId: id });

  async function find(principal: Principal, id: string): Promise<Conversation> {
    const found = await store.findConversation(database, ownerOf(principal), id);
    if (!found) throw noConversation(id);
    return found;
  }

  async function ask(principal: Principal, asking: Asking, purpose: Question['purpose']): Promise<Answered> {
    const { message, onText, onRestart, signal } = asking;
    const conversation = asking.conversationId ? await find(principal, asking.conversationId) : undefined;
    const bench = workbench(principal);
    if (asking.datasetId !== undefined) await bench.dataset(asking.datasetId);
    if (!conversation && (await store.countConversations(database, ownerOf(principal))) >= MOST_CONVERSATIONS) {
      throw limitReached(`At most ${MOST_CONVERSATIONS} conversations are kept. Delete some first.`);
    }
    const earlier = conversation
      ? ((await store.lastMessages(database, [conversation.id], EARLIER)).get(conversation.id) ?? [])
      : [];
    const askedAt = new Date();
    const reply = await answering(principal, bench, {
      ...{ message, purpose, onText, onRestart, signal },
      earlier: earlier.map(({ role, content }) => ({ role: role === 'user' ? 'user' : 'assistant', text: content })),
      datasetId: asking.datasetId ?? conversation?.datasetId ?? null,
    });
    const id = conversation?.id ?? randomId('conv', ID_DIGITS);
    await keep(principal, { id, isNew: !conversation, message, askedAt, reply });
    return { ...reply, conversationId: id };
  }

  async function keep(
    principal: Principal,
    {
      id,
      isNew,
      message,
      askedAt,
      reply,
    }: { id: string; isNew: boolean; message: string; askedAt: Date; reply: Reply },
  ): Promise<void> {
    const { text, plan, datasetId, provider, model } = reply;
    await database.transaction(async (tx) => {
      if (isNew) {
        await store.insertConversation(tx, { id, ...ownerOf(principal), title: titleOf(message), datasetId });
      } else if (!(await store.touchConversation(tx, id, datasetId))) throw noConversation(id);
      const nothing = { provider: null, model: null, trainingPlan: null };
      await store.insertMessage(tx, id, { role: 'user', content: message, ...nothing, createdAt: askedAt });
      await store.insertMessage(tx, id, {
        ...{ role: 'agent', content: text, provider, model, trainingPlan: plan, createdAt: new Date() },
      });
      // Not what was said: that is the person's own affair.
      await events.append(tx, {
        tenantId: principal.tenantId,
        type: 'assistant.answered',
        subject: `conversation:${id}`,
        actor: actorOf(principal),
        data: { provider, model, fallback: reply.fallback },
      });
    });
  }

  async function withMessages(found: readonly Conversation[], tail: store.Tail): Promise<ConversationWithMessages[]> {
    const messages = await store.lastMessages(
      database,
      found.map(({ id }) => id),
      tail,
    );
    return found.map((one) => ({ ...one, messages: messages.get(one.id) ?? [] }));
  }

  return {
    answerer: llm ? { provider: llm.provider, model: llm.model } : { provider: 'builtin', model: null },
    chat: (principal, asking) => ask(principal, asking, 'chat'),
    async analyze(principal, asking) {
      const message = asking.message.trim() === '' && asking.datasetId !== undefined ? ANALYZE : asking.message;
      const answered = await ask(principal, { ...asking, message }, 'analysis');
      if (asking.datasetId === undefined) return { ...answered, analysis: null };
      const bench = workbench(principal);
      const [found, planned] = await Promise.all([bench.study(asking.datasetId), bench.plan(asking.datasetId)]);
      const plan = answered.plan ?? planned;
      return {
        ...answered,
        plan,
        analysis: {
          dataQuality: found.quality.grade,
          qualityScore: found.quality.score,
          qualityReasons: found.quality.reasons,
          seasonality: found.seasons.length > 0,
          anomaliesDetected: found.rowsWithOutliers,
          rowsExamined: found.rowsExamined,
          recommendedArchitecture: planned.architecture,
          recommendedHyperparameters: planned.hyperparameters,
        },
      };
    },
    async history(principal, { limit = 50, offset = 0 } = {}) {
      return await withMessages(await store.listConversations(database, ownerOf(principal), { limit, offset }), NESTED);
    },
    async conversation(principal, id) {
      const [found] = await withMessages([await find(principal, id)], SHOWN);
      return found as ConversationWithMessages;
    },
    async remove(principal, id) {
      await database.transaction(async (tx) => {
        if (!(await store.deleteConversation(tx, ownerOf(principal), id))) throw noConversation(id);
        await events.append(tx, {
          ...{ tenantId: principal.tenantId, type: 'assistant.conversation_deleted' },
          ...{ subject: `conversation:${id}`, actor: actorOf(principal) },
        });
      });
    },
    record,
  };
}

function titleOf(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  if (line === '') return 'Help';
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1).toWellFormed()}…` : line;
}

function noConversation(id: string) {
  return notFound('Conversation not found', { code: 'NOT_FOUND', details: id });
}
