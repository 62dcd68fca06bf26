import { HouseError } from '../../../platform/errors.ts';

type Events = { onText(piece: string): void; onRestart(): void };

/**
 * Runs `work` and gives out what it tells as lines of JSON. Resolves once there is something to send; what goes wrong
 * before is thrown, so that it is answered with its proper status, what goes wrong after is a last line.
 */
export async function streamedAnswer<Answer>(
  work: (events: Events) => Promise<Answer>,
): Promise<(onError: (error: unknown) => void) => AsyncGenerator<string>> {
  const waiting: string[] = [];
  let wake = () => {};
  const add = (line: object) => {
    waiting.push(`${JSON.stringify(line)}\n`);
    wake();
  };
  let failure: { error: unknown } | undefined;
  let isOver = false;
  work({ onText: (text) => add({ text }), onRestart: () => add({ restart: true }) })
    .then(
      (done) => add({ done }),
      (error) => {
        failure = { error };
      },
    )
    .finally(() => {
      isOver = true;
      wake();
    });
  const more = () =>
    new Promise<void>((resolve) => {
      if (waiting.length > 0 || isOver) resolve();
      else wake = resolve;
    });
  await more();
  if (failure && waiting.length === 0) throw failure.error;

  return async function* lines(onError) {
    for (;;) {
      await more();
      while (waiting.length > 0) yield waiting.shift() as string;
      if (isOver && waiting.length === 0) break;
    }
    if (!failure) return;
    onError(failure.error);
    const { error } = failure;
    const said = error instanceof HouseError ? error : { message: 'The assistant broke off', code: 'INTERNAL' };
    yield `${JSON.stringify({ error: said.message, code: said.code })}\n`;
  };
}
