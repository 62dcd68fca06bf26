/** A share as a person reads it: 12 %, 1.2 %, 0.04 %. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value === 0 || value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} %`;
}

/** Three digits, without an exponent where that is readable. */
export function figure(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) return value.toExponential(2);
  return String(Number(value.toPrecision(3)));
}

export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;
}

/** 40 s, 12 min, 24 h, 7 days. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${figure(seconds)} s`;
  if (seconds < 2 * 3600) return `${figure(seconds / 60)} min`;
  if (seconds < 3 * 86_400) return `${figure(seconds / 3600)} h`;
  return `${figure(seconds / 86_400)} days`;
}

/** An architecture's name in a sentence. */
export function architectureName(architecture: string): string {
  const names: Record<string, string> = {
    lstm_autoencoder: 'LSTM autoencoder',
    gru_predictor: 'GRU predictor',
    sentinel: 'Sentinel',
  };
  return names[architecture] ?? architecture;
}
