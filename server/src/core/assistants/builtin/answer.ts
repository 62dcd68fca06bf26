import type { Dataset } from '../../datasets/index.ts';
import type { TrainingPlan } from '../schema.ts';
import type { Workbench } from '../tools.ts';
import { type Intent, intentOf } from './intents.ts';
import * as say from './paragraphs.ts';

export type BuiltinAnswer = { text: string; plan: TrainingPlan | null; datasetId: string | null };

/**
 * Answers by itself: recognizes what is wanted by its words, computes, and puts the numbers into sentences. The same
 * question about the same data gets the same answer.
 *
 * @param given the dataset the person chose, or talked about before
 */
export async function answerBuiltin(message: string, bench: Workbench, given: string | null): Promise<BuiltinAnswer> {
  const intent = intentOf(message);
  if (intent === 'general') return { text: say.help, plan: null, datasetId: given };
  if (intent === 'evaluate_model') {
    const [models, evaluations] = await Promise.all([bench.models(), bench.evaluations()]);
    return { text: say.aboutModels(models, evaluations), plan: null, datasetId: given };
  }
  if (intent === 'training_status') return { text: say.aboutRuns(await bench.runs()), plan: null, datasetId: given };
  const datasets = await bench.datasets();
  if (intent === 'list_datasets' && datasets.length > 0) {
    return { text: say.aboutDatasets(datasets), plan: null, datasetId: given };
  }
  const dataset = chooseDataset(message, datasets, given);
  if (!dataset) {
    const parts = intent === 'select_architecture' || intent === 'training_plan' ? [say.aboutArchitectures()] : [];
    return { text: [...parts, say.noDataset].join('\n\n'), plan: null, datasetId: null };
  }
  const guessed = datasets.length > 1 && given === null && !isNamed(message, dataset);
  return { ...(await answerOn(dataset, intent, bench, guessed)), datasetId: dataset.id };
}

async function answerOn(
  dataset: Dataset,
  intent: Intent,
  bench: Workbench,
  guessed: boolean,
): Promise<{ text: string; plan: TrainingPlan | null }> {
  const parts = [say.aboutDataset(dataset)];
  if (guessed) parts.push('It is your newest dataset; name or choose another to hear about that.');
  if (intent === 'select_architecture') parts.unshift(say.aboutArchitectures());
  if (intent === 'analyze_data') parts.push(say.aboutQuality(await bench.study(dataset.id)));
  parts.push(say.aboutRecommendations(await bench.recommend(dataset.id)));
  const plan = intent === 'select_architecture' ? null : await bench.plan(dataset.id);
  if (plan && intent === 'training_plan') parts.push(say.aboutPlan(plan));
  if (plan && intent === 'analyze_data') parts.push('A training plan for it is attached.');
  return { text: parts.filter(Boolean).join('\n\n'), plan };
}

/** The one whose id or name the message holds, then the one talked about, then the newest. */
function chooseDataset(message: string, datasets: readonly Dataset[], given: string | null): Dataset | undefined {
  const named = datasets.filter((one) => isNamed(message, one)).sort((a, b) => b.name.length - a.name.length);
  return named[0] ?? datasets.find(({ id }) => id === given) ?? datasets[0];
}

const SHORTEST_NAME = 3;

function isNamed(message: string, { id, name }: Dataset): boolean {
  const text = message.toLowerCase();
  return text.includes(id) || (name.length >= SHORTEST_NAME && text.includes(name.toLowerCase()));
}
