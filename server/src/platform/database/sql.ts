/** SQL text with its values kept apart from it: the only form in which a query reaches PostgreSQL. */
export type Sql = { readonly text: string; readonly values: readonly unknown[] };

/**
 * Tag for SQL. `${value}` becomes a numbered parameter; `${sql`…`}` is spliced in, its parameters renumbered.
 *
 * @example sql`select * from datasets where tenant_id = ${tenantId} ${onlyMine ? sql`and owner_id = ${me}` : sql``}`
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  let text = strings[0] ?? '';
  const values: unknown[] = [];
  parts.forEach((part, i) => {
    if (isSql(part)) {
      text += part.text.replace(/\$(\d+)/g, (_, n) => `$${Number(n) + values.length}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[i + 1];
  });
  return { text, values, [mark]: true } as Sql;
}

/** A table or column name chosen by our own code (never by a request), quoted. */
export function identifier(name: string): Sql {
  return { text: `"${name.replaceAll('"', '""')}"`, values: [], [mark]: true } as Sql;
}

const mark = Symbol('sql');
function isSql(part: unknown): part is Sql {
  return typeof part === 'object' && part !== null && mark in part;
}
