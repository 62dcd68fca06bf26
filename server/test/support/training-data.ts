/** CSV of three wandering sensors, one row a minute; `anomaly` labels rows 80 % of the way in when asked to. */
export function sensorCsv(rows: number, options: { labels?: boolean; gaps?: boolean } = {}): string {
  let state = 12345;
  const noise = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31 - 0.5;
  };
  const lines = [`timestamp,supply_temp,return_temp,fan_speed${options.labels ? ',anomaly' : ''}`];
  for (let i = 0; i < rows; i++) {
    const at = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
    const anomalous = options.labels === true && i >= Math.floor(rows * 0.9) && i < Math.floor(rows * 0.95);
    const swing = Math.sin(i / 7);
    const supply = 55 + swing + noise() + (anomalous ? 15 : 0);
    const back = options.gaps && i % 11 === 0 ? '' : (72 + swing * 0.5 + noise()).toFixed(3);
    const cells = [at, supply.toFixed(3), back, (78 + noise() * 4).toFixed(2)];
    lines.push(`${cells.join(',')}${options.labels ? `,${anomalous ? 1 : 0}` : ''}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Trains in a few tenths of a second. */
export const quick = { epochs: 3, hidden_dim: 4, num_layers: 1, sequence_length: 5, batch_size: 16, dropout: 0 };

/** Trains for as long as a test likes. */
export const endless = { ...quick, epochs: 10_000, early_stopping_patience: 0 };
