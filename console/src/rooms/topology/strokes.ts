/** Told apart by dashes as well as by colour. */
export const strokes = {
  active: { stroke: 'var(--lamp-clear)' },
  pending: { stroke: 'var(--lamp-caution)', strokeDasharray: '10 5' },
  error: { stroke: 'var(--lamp-danger)', strokeDasharray: '3 4' },
  disabled: { stroke: 'var(--faint)', strokeDasharray: '1 6', strokeLinecap: 'round' },
  flow: { stroke: 'var(--series-5)', strokeDasharray: '14 4 2 4', strokeWidth: 2 },
} as const;
