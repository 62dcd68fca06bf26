import type { Command } from './command.ts';

const commands: readonly Command[] = [
  { name: 'serve', about: 'start the server (the default)', load: async () => (await import('./serve.ts')).serve },
  {
    name: 'demo',
    about: 'the whole main job in a terminal; takes a CSV file or makes one',
    load: async () => (await import('./demo/index.ts')).demo,
  },
  {
    name: 'simulate',
    about: 'edges and relays that are not there, at a running server; for tests and demos',
    load: async () => (await import('./simulate/index.ts')).simulate,
  },
];

export function findCommand(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

export function helpText(): string {
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(10)}${about}`);
  return `Usage: npm start, or node server/src/main.ts <command>\n\nCommands:\n${lines.join('\n')}\n\nSettings come from the environment; docs/configuration.md lists them.`;
}
