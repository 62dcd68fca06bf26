import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export type SourceFile = {
  /** From the root of the repository: `server/src/core/datasets/store.ts`. */
  path: string;
  /** Without comments. */
  code: string;
  imports: { target: string; typeOnly: boolean }[];
};

/** The product's source files (no tests) with what they import; relative imports are paths from the root. */
export async function readSource(...folders: string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const folder of folders) {
    for await (const name of glob(`${folder}/**/*.ts`, {
      cwd: root,
      exclude: (path) => path.includes('node_modules'),
    })) {
      if (name.endsWith('.test.ts')) continue;
      const code = withoutComments(await readFile(join(root, name), 'utf8'));
      files.push({ path: name, code, imports: importsOf(name, code) });
    }
  }
  return files.sort((a, b) => a.path.localeCompare(b.path));
}

function importsOf(path: string, code: string): SourceFile['imports'] {
  const statement =
    /^\s*(?:import|export)\s+(type\s)?([^;'"`]*?)\s*from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^\s*import\s+['"]([^'"]+)['"]/gm;
  return [...code.matchAll(statement)].map(([, type, names = '', from, dynamic, bare]) => {
    const specifier = (from ?? dynamic ?? bare) as string;
    const target = specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : specifier;
    const everyNameIsType =
      /^\{.*\}$/s.test(names) &&
      names
        .slice(1, -1)
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
        .every((name) => name.startsWith('type '));
    return { target, typeOnly: type !== undefined || everyNameIsType };
  });
}

/** Blanks comments, leaving texts and templates as they are. */
function withoutComments(code: string): string {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  return code.replace(token, (text) =>
    text.startsWith('//') || text.startsWith('/*') ? text.replace(/[^\n]/g, ' ') : text,
  );
}
