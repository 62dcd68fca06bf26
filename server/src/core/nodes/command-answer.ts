/** What became of a command: what the node said, or why it said nothing. */
export type CommandAnswer =
  | { kind: 'acknowledged'; success: boolean; error?: string; errorCode?: string; data?: unknown }
  | { kind: 'disconnected' }
  | { kind: 'silent' };

/** Reads a `command_ack`; undefined for one without a command's id. */
export function readAnswer(payload: unknown): { commandId: string; answer: CommandAnswer } | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { command_id: commandId, success, error, error_code: errorCode, data } = payload as Record<string, unknown>;
  if (typeof commandId !== 'string') return undefined;
  const answer: CommandAnswer = { kind: 'acknowledged', success: success === true };
  // What is cut may end with half a character, which PostgreSQL does not store.
  if (typeof error === 'string') answer.error = error.slice(0, 2000).toWellFormed();
  if (typeof errorCode === 'string') answer.errorCode = errorCode.slice(0, 100).toWellFormed();
  if (data !== undefined && data !== null) answer.data = data;
  return { commandId, answer };
}
