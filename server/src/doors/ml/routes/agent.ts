import { Readable } from 'node:stream';
import { type TSchema, Type } from 'typebox';
import type { Assistants } from '../../../core/assistants/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { type HttpApp, leftSignal, noContent } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import {
  AnalysisAnswer,
  analysisAnswer,
  ChatAnswer,
  ConversationView,
  chatAnswer,
  conversationView,
} from '../views/agent.ts';
import { streamedAnswer } from './agent-stream.ts';

const tags = ['agent'];
const NDJSON = 'application/x-ndjson';
const LONGEST_MESSAGE = 20_000;

const Id = Type.Object({ id: Type.String() });
const Message = Type.String({
  maxLength: LONGEST_MESSAGE,
  examples: ['What model architecture should I use for this AHU dataset?'],
});
const ConversationId = Type.Optional(
  Type.String({ maxLength: 100, description: 'Goes on with this conversation; without it a new one begins' }),
);
const DatasetId = Type.Optional(Type.String({ maxLength: 100, description: 'What the question is about' }));

/** One schema for both forms: the reference page shows them, JSON is serialized by it. */
const Answer = {
  description: 'The answer, and who gave it',
  content: {
    'application/json': { schema: ChatAnswer },
    [NDJSON]: {
      schema: Type.Object({
        text: Type.Optional(Type.String()),
        restart: Type.Optional(Type.Boolean()),
        done: Type.Optional(ChatAnswer),
      }),
    },
  },
} as unknown as TSchema;

const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 })),
});

export function agentRoutes(app: HttpApp, { assistants }: { assistants: Assistants }): void {
  app.post(
    '/api/v1/agent/chat',
    {
      config: { rate: 'agent' },
      schema: {
        tags,
        summary: 'Ask the assistant about datasets, models and training',
        description:
          'Every answer says who gave it: the built-in assistant, which computes from the data, or a language model that uses the same ' +
          `tools. With \`Accept: ${NDJSON}\` the answer comes in lines: \`{"text"}\` as it is worded, \`{"restart":true}\` when what came ` +
          'so far does not count, and `{"done":…}` with all of it at the end.',
        body: Type.Object({ message: Message, conversation_id: ConversationId, dataset_id: DatasetId }),
        response: {
          200: Answer,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'not_found', 'rate_limited', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { message, conversation_id: conversationId, dataset_id: datasetId } = request.body;
      const asking = { message, conversationId, datasetId, signal: leftSignal(reply) };
      const principal = principalOf(request);
      if (!(request.headers.accept ?? '').includes(NDJSON)) {
        return reply.send(chatAnswer(await assistants.chat(principal, asking)));
      }
      const lines = await streamedAnswer(async (events) =>
        chatAnswer(await assistants.chat(principal, { ...asking, ...events })),
      );
      reply.type(NDJSON);
      return reply.send(Readable.from(lines((error) => request.log.error({ err: error }, 'the assistant broke off'))));
    },
  );

  app.post(
    '/api/v1/agent/analyze',
    {
      config: { rate: 'agent' },
      schema: {
        tags,
        summary: 'Have a dataset analysed: quality, seasonality, anomalies, what to train',
        body: Type.Object({
          dataset_id: DatasetId,
          question: Type.Optional(Message),
          message: Type.Optional(
            Type.String({ maxLength: LONGEST_MESSAGE, description: 'Another name of `question`' }),
          ),
          conversation_id: ConversationId,
        }),
        response: {
          200: AnalysisAnswer,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'not_found', 'rate_limited', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { question, message, conversation_id: conversationId, dataset_id: datasetId } = request.body;
      if (question === undefined && message === undefined && datasetId === undefined) {
        throw invalid("Send a 'dataset_id', a 'question', or both", { code: 'VALIDATION_ERROR' });
      }
      const asking = { message: question ?? message ?? '', conversationId, datasetId, signal: leftSignal(reply) };
      return analysisAnswer(await assistants.analyze(principalOf(request), asking));
    },
  );

  app.get(
    '/api/v1/agent',
    {
      schema: {
        tags,
        summary: 'Who answers: the built-in assistant, or which language model',
        response: {
          200: Type.Object({ provider: Type.String(), model: Type.Union([Type.String(), Type.Null()]) }),
          ...problems('unauthenticated'),
        },
      },
    },
    async () => assistants.answerer,
  );

  app.get(
    '/api/v1/agent/history',
    {
      schema: {
        tags,
        summary: 'Your conversations, the one talked in last first, each with its latest hundred messages',
        querystring: Page,
        response: { 200: Type.Array(ConversationView), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => (await assistants.history(principalOf(request), request.query)).map(conversationView),
  );

  app.get(
    '/api/v1/agent/history/:id',
    {
      schema: {
        tags,
        summary: 'One conversation with its messages',
        params: Id,
        response: { 200: ConversationView, ...problems('unauthenticated', 'not_found') },
      },
    },
    async (request) => conversationView(await assistants.conversation(principalOf(request), request.params.id)),
  );

  app.delete(
    '/api/v1/agent/history/:id',
    {
      schema: {
        tags,
        summary: 'Delete a conversation',
        params: Id,
        response: { 204: noContent('Deleted'), ...problems('unauthenticated', 'not_found') },
      },
    },
    async (request, reply) => {
      await assistants.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
