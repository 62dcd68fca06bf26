/** Of an event's data, what is text; empty where it is not there. */
export function textOf(data: Record<string, unknown>, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}

/** `user:<id>` → id; undefined for everybody else. */
export function userIn(text: string): string | undefined {
  return /^user:([0-9a-f-]{36})$/.exec(text)?.[1];
}
