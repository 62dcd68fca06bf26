import type { LinkProps } from '@tanstack/react-router';

/** A room of the console, as the lever frame and the command palette show it. */
export type Place = {
  to: NonNullable<LinkProps['to']>;
  name: string;
  about: string;
  /** Typed one after the other. */
  keys: string;
  /** The colour its lever is painted in. */
  lever: string;
};

/** The rooms in the order of the frame. A new room is a line here and its routes in `router.tsx`. */
export const places: readonly Place[] = [
  { to: '/', name: 'Dashboard', about: 'What runs, and what needs you', keys: 'g h', lever: '#2f9e68' },
  { to: '/datasets', name: 'Datasets', about: 'Sensor readings to learn from', keys: 'g d', lever: '#3c86c4' },
  { to: '/training', name: 'Training', about: 'Runs, live', keys: 'g t', lever: '#e8ae2b' },
  { to: '/models', name: 'Models', about: 'What was learned, and how well', keys: 'g m', lever: '#d9492b' },
  { to: '/evaluations', name: 'Evaluations', about: 'How each model was judged', keys: 'g e', lever: '#9a6a42' },
  { to: '/deployments', name: 'Deployments', about: 'Models on devices', keys: 'g p', lever: '#e6e6dc' },
  { to: '/media-nodes', name: 'Nodes', about: 'Media edges and relays, live', keys: 'g n', lever: '#4f7fd1' },
  { to: '/topology', name: 'Topology', about: 'How nodes hang together', keys: 'g o', lever: '#5b8f8a' },
  { to: '/tunnels', name: 'Tunnels', about: 'What connects edges far from each other', keys: 'g l', lever: '#b5739d' },
  { to: '/events', name: 'Events', about: 'What nodes report, and what waits for you', keys: 'g v', lever: '#d8694f' },
  { to: '/assistant', name: 'Assistant', about: 'Ask about your data and models', keys: 'g a', lever: '#8f6bb8' },
  { to: '/inbox', name: 'Inbox', about: 'What happened while you were away', keys: 'g i', lever: '#ffd666' },
  { to: '/billing', name: 'Billing', about: 'Your plan, and what is used of it', keys: 'g b', lever: '#3fa7a0' },
  { to: '/settings', name: 'Settings', about: 'Your account, and how you sign in', keys: 'g s', lever: '#8d9a93' },
  { to: '/admin', name: 'People', about: 'Who may come in, and what they may do', keys: 'g u', lever: '#c77d3a' },
];

/** How many of them a phone's bar holds beside "More". */
export const ON_PHONE = 4;
