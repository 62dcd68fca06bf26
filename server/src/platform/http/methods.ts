/** Which methods a path has, so that a wrong method is told apart from an unknown path. */
export type MethodTable = {
  add(url: string, methods: string | readonly string[]): void;
  /** Methods of the routes `path` would match; empty for an unknown path. */
  allowed(path: string): string[];
};

export function createMethodTable(): MethodTable {
  const routes: { pattern: RegExp; methods: Set<string> }[] = [];
  const byUrl = new Map<string, Set<string>>();
  return {
    add(url, methods) {
      let set = byUrl.get(url);
      if (!set) {
        set = new Set();
        byUrl.set(url, set);
        routes.push({ pattern: patternOf(url), methods: set });
      }
      for (const method of [methods].flat()) set.add(method);
    },
    allowed(path) {
      const found = new Set<string>();
      for (const route of routes) if (route.pattern.test(path)) for (const method of route.methods) found.add(method);
      return [...found].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
