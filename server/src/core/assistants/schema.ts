import type { Architecture } from '@signalbox/runtime';

/** Something that can be started as it is, once its dataset is validated. */
export type TrainingPlan = {
  datasetId: string;
  datasetName: string;
  architecture: Architecture;
  hyperparameters: Record<string, number | string>;
  /** The dataset is validated: the plan can be started now. */
  ready: boolean;
  /** Why it looks like this, in sentences. */
  notes: string[];
};

/** Who answered. `builtin` is the house itself: the same question about the same data gets the same answer. */
export type Answerer = { provider: string; model: string | null };

export type Message = {
  role: 'user' | 'agent';
  content: string;
  provider: string | null;
  model: string | null;
  trainingPlan: TrainingPlan | null;
  createdAt: Date;
};

export type Conversation = {
  id: string;
  tenantId: string;
  ownerId: string;
  title: string;
  datasetId: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** What asking a language model cost. */
export type CallRecord = {
  tenantId: string;
  userId: string | null;
  purpose: 'chat' | 'analysis' | 'verdict' | 'nodes';
  provider: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  cost: number | null;
  outcome: string;
};
