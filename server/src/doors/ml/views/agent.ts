import { type Static, Type } from 'typebox';
import type { Analysis, Answered, ConversationWithMessages, TrainingPlan } from '../../../core/assistants/index.ts';

const Settings = Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()]));

const Plan = Type.Object({
  dataset_id: Type.String(),
  dataset_name: Type.String(),
  architecture: Type.String(),
  hyperparameters: Settings,
  ready: Type.Boolean({ description: 'The dataset is validated: POST /training/start takes the plan as it is' }),
  notes: Type.Array(Type.String()),
});
const PlanOrNull = Type.Union([Plan, Type.Null()]);
const TextOrNull = Type.Union([Type.String(), Type.Null()]);

const answerer = {
  source: Type.Union([Type.Literal('builtin'), Type.Literal('llm')], {
    description: '`builtin` is computed by the house itself; `llm` is worded by a language model',
  }),
  provider: Type.String({ description: '`builtin`, or whose model it is', examples: ['builtin'] }),
  model: TextOrNull,
};

export const ChatAnswer = Type.Object({
  response: Type.String(),
  conversation_id: Type.String(),
  training_plan: PlanOrNull,
  dataset_id: TextOrNull,
  ...answerer,
  fallback: Type.Union([Type.String(), Type.Null()], {
    description: 'Why a configured language model did not answer',
  }),
});

export const AnalysisAnswer = Type.Object({
  ...ChatAnswer.properties,
  analysis: Type.Union([
    Type.Object({
      data_quality: Type.String({ examples: ['good'] }),
      quality_score: Type.Number({ description: '0 to 100' }),
      quality_reasons: Type.Array(Type.String()),
      seasonality: Type.Boolean(),
      anomalies_detected: Type.Integer({ description: 'Rows examined that hold an outlier' }),
      rows_examined: Type.Integer(),
      recommended_architecture: Type.String(),
      recommended_hyperparameters: Settings,
    }),
    Type.Null(),
  ]),
});

const Message = Type.Object({
  role: Type.Union([Type.Literal('user'), Type.Literal('agent')]),
  content: Type.String(),
  timestamp: Type.String(),
  provider: TextOrNull,
  model: TextOrNull,
  training_plan: PlanOrNull,
});

export const ConversationView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  dataset_id: TextOrNull,
  messages: Type.Array(Message, { description: 'Oldest first' }),
  role: Type.String({ description: 'Of the last message' }),
  content: Type.String({ description: 'Of the last message' }),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export function chatAnswer(answered: Answered): Static<typeof ChatAnswer> {
  const { text, conversationId, plan, datasetId, provider, model, fallback } = answered;
  return {
    response: text,
    conversation_id: conversationId,
    training_plan: planView(plan),
    dataset_id: datasetId,
    source: provider === 'builtin' ? 'builtin' : 'llm',
    provider,
    model,
    fallback,
  };
}

export function analysisAnswer(answered: Answered & { analysis: Analysis | null }): Static<typeof AnalysisAnswer> {
  const { analysis: a } = answered;
  return {
    ...chatAnswer(answered),
    analysis: a && {
      data_quality: a.dataQuality,
      quality_score: a.qualityScore,
      quality_reasons: a.qualityReasons,
      seasonality: a.seasonality,
      anomalies_detected: a.anomaliesDetected,
      rows_examined: a.rowsExamined,
      recommended_architecture: a.recommendedArchitecture,
      recommended_hyperparameters: a.recommendedHyperparameters,
    },
  };
}

export function conversationView(one: ConversationWithMessages): Static<typeof ConversationView> {
  const last = one.messages.at(-1);
  return {
    id: one.id,
    title: one.title,
    dataset_id: one.datasetId,
    messages: one.messages.map(({ role, content, provider, model, trainingPlan, createdAt }) => ({
      ...{ role, content, provider, model },
      timestamp: createdAt.toISOString(),
      training_plan: planView(trainingPlan),
    })),
    role: last?.role ?? 'agent',
    content: last?.content ?? '',
    created_at: one.createdAt.toISOString(),
    updated_at: one.updatedAt.toISOString(),
  };
}

function planView(plan: TrainingPlan | null): Static<typeof Plan> | null {
  if (!plan) return null;
  const { datasetId, datasetName, architecture, hyperparameters, ready, notes } = plan;
  return { dataset_id: datasetId, dataset_name: datasetName, architecture, hyperparameters, ready, notes };
}
