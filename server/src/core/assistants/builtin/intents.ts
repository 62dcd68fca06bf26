export type Intent =
  | 'analyze_data'
  | 'select_architecture'
  | 'training_plan'
  | 'evaluate_model'
  | 'training_status'
  | 'list_datasets'
  | 'general';

/** Beginnings of words, lower case without accents, in English and German. */
const words: Record<Exclude<Intent, 'general'>, readonly string[]> = {
  analyze_data: [
    ...['analy', 'explor', 'profil', 'quality', 'outlier', 'anomal', 'season', 'period', 'correlat', 'missing'],
    ...['statistic', 'pattern', 'clean', 'look at', 'data', 'daten', 'qualitat', 'ausreiser', 'saison', 'muster'],
  ],
  select_architecture: [
    ...['architect', 'which model', 'what model', 'model type', 'kind of model', 'lstm', 'gru', 'autoencoder'],
    ...['sentinel', 'recommend', 'suit', 'architekt', 'empf', 'welches modell'],
  ],
  training_plan: [...['plan', 'train', 'hyperparam', 'epoch', 'learning rate', 'batch', 'fit a', 'lern', 'trainier']],
  evaluate_model: [
    ...['evaluat', 'accura', 'precision', 'recall', 'f1', 'auc', 'metric', 'perform', 'how good', 'how well'],
    ...['confusion', 'false alarm', 'best model', 'compare', 'bewert', 'genauigkeit', 'fehlalarm'],
  ],
  training_status: ['status', 'progress', 'running', 'runs', 'queue', 'finish', 'done yet', 'fortschritt', 'lauft'],
  list_datasets: ['list', 'datasets', 'which data', 'what data', 'my data', 'datensatze', 'welche daten'],
};

/** A plan is asked for by few words, which other questions also hold; a mere mention of data says little. */
const weights: Record<string, number> = { plan: 3, data: 0.5, daten: 0.5, list: 1.5, recommend: 1.5, train: 1.5 };

/** What a message is about, by its words; the first of the list wins a tie. */
export function intentOf(message: string): Intent {
  const text = plain(message);
  let [best, most]: [Intent, number] = ['general', 0];
  for (const [intent, beginnings] of Object.entries(words) as [Intent, readonly string[]][]) {
    const score = beginnings.reduce((sum, word) => sum + (text.includes(` ${word}`) ? (weights[word] ?? 1) : 0), 0);
    if (score > most) [best, most] = [intent, score];
  }
  return best;
}

const MOST_READ = 4000;

function plain(message: string): string {
  const lower = message.slice(0, MOST_READ).normalize('NFKD').toLowerCase().replaceAll('ß', 's');
  return ` ${lower.replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
}
