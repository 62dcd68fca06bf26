/** Does what the command is for; resolves with the exit status. */
export type Run = (args: readonly string[]) => Promise<number>;

export type Command = { name: string; about: string; load(): Promise<Run> };
