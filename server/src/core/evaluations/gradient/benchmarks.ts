/** What a model of a kind of equipment should reach before it is trusted with it. */
export type Benchmarks = { precision: number; recall: number; f1: number; auc_roc: number };

const byEquipment: Record<string, Benchmarks> = {
  air_handler: { precision: 0.85, recall: 0.82, f1: 0.83, auc_roc: 0.91 },
  boiler: { precision: 0.9, recall: 0.88, f1: 0.89, auc_roc: 0.93 },
  chiller: { precision: 0.88, recall: 0.85, f1: 0.86, auc_roc: 0.92 },
  fan_coil: { precision: 0.82, recall: 0.78, f1: 0.8, auc_roc: 0.88 },
  pump: { precision: 0.84, recall: 0.8, f1: 0.82, auc_roc: 0.9 },
  steam: { precision: 0.87, recall: 0.84, f1: 0.85, auc_roc: 0.91 },
};
const usual: Benchmarks = { precision: 0.85, recall: 0.8, f1: 0.82, auc_roc: 0.9 };

export function benchmarksFor(equipmentType: string): Benchmarks {
  return byEquipment[equipmentType] ?? usual;
}
