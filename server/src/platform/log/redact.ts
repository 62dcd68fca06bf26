const secretName = /(authorization|cookie|password|passwd|passphrase|token|secret|credential|api_?key|key)s?$/i;
const removed = '[redacted]';
const deepest = 6;

/** A copy of `value` for the log: fields whose name says secret, and secrets inside of texts, are replaced. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (depth >= deepest) return '[too deep]';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    // Numbers and flags are no secrets: a fencing token, `hasPassword`.
    const hidden =
      secretName.test(name) && (typeof field === 'string' || (typeof field === 'object' && field !== null));
    copy[name] = hidden ? removed : redact(field, depth + 1);
  }
  return copy;
}

/** Hides passwords in connection strings, bearer tokens, and `?token=…` of URLs. */
export function redactText(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${removed}@`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${removed}`)
    .replace(/([?&](?:token|access_token|api_?key|secret|password|code|signature)=)[^&\s"']+/gi, `$1${removed}`);
}

/** Only what is known to be harmless: errors of libraries carry requests, headers and rows around with them. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(cause !== undefined && depth < deepest && { cause: redact(cause, depth + 1) }),
  };
}
