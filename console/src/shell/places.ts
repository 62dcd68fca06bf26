/** The rooms of the console, in the order of the navigation and the command palette. */
export type Place = { to: string; name: string; about: string; keys: string };

export const places: readonly Place[] = [
  { to: '/', name: 'Dashboard', about: 'What runs, and what needs you', keys: 'g h' },
  { to: '/datasets', name: 'Datasets', about: 'Sensor readings to learn from', keys: 'g d' },
  { to: '/training', name: 'Training', about: 'Runs, live', keys: 'g t' },
  { to: '/models', name: 'Models', about: 'What was learned, and how well', keys: 'g m' },
  { to: '/deployments', name: 'Deployments', about: 'Models on devices', keys: 'g p' },
];
