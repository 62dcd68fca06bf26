/** A test's context, or `{ after }` of node:test to clean up at the end of the file. */
export type CleansUp = { after(fn: () => Promise<void>): void };

const stacks = new WeakMap<CleansUp['after'], AsyncDisposableStack>();

/**
 * Cleans up at the end of the test, last first, as `using` does: what was made later may need what was made before it.
 * node:test itself runs `after` hooks in the order in which they were registered; so from the first `defer` of a test on,
 * its `t.after` is this one too.
 */
export function defer(t: CleansUp, fn: () => unknown): void {
  const stack = stacks.get(t.after) ?? openStack(t);
  stack.defer(async () => {
    await fn();
  });
}

function openStack(t: CleansUp): AsyncDisposableStack {
  const stack = new AsyncDisposableStack();
  t.after(() => stack.disposeAsync());
  if (Object.hasOwn(t, 'after')) {
    stacks.set(t.after, stack);
  } else {
    const after: CleansUp['after'] = (fn) => stack.defer(fn);
    Object.defineProperty(t, 'after', { value: after });
    stacks.set(after, stack);
  }
  return stack;
}
