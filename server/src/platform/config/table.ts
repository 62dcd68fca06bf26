import { type Setting, settings } from './settings.ts';

/** The settings as a Markdown table, for docs/configuration.md. */
export function settingsTable(doors: readonly string[]): string {
  const rows = Object.values<Setting<unknown>>(settings(doors)).map((setting) => {
    const fallback = setting.defaultAbout ?? (setting.default ? `\`${setting.default}\`` : 'empty');
    return `| \`${setting.name}\` | ${fallback} | ${setting.about} |`;
  });
  return ['| Name | Default | What it does |', '|---|---|---|', ...rows].join('\n');
}
