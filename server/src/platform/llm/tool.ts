import { type Static, type TObject, Type } from 'typebox';
import { Value } from 'typebox/value';
import { HouseError, invalid } from '../errors.ts';

export type Tool = {
  name: string;
  description: string;
  input: TObject;
  /** What it throws, and what it refuses, comes back as `{ error }`: a model can then do better. */
  run(input: unknown): Promise<unknown>;
};

/** The input of a tool that takes none. */
export const Nothing = Type.Object({}, { additionalProperties: false });

/** A tool whose input is checked before it works, and whose result is cut where it is endless. Errors nobody was meant to read are told as "does not work". */
export function tool<Input extends TObject>(
  name: string,
  description: string,
  input: Input,
  work: (input: Static<Input>) => Promise<unknown>,
): Tool {
  return {
    name,
    description,
    input,
    async run(given) {
      try {
        if (!Value.Check(input, given)) throw invalid(`The input of ${name} is wrong: ${problemsOf(input, given)}`);
        return bounded(await work(given as Static<Input>));
      } catch (error) {
        // Anything else is a bug, and its text is for the log only.
        return { error: error instanceof HouseError ? error.message : `${name} does not work at the moment.` };
      }
    },
  };
}

/** Names and texts in a result are of whoever made them, and a model is paid by the word. */
const MOST_RESULT = 100_000;

function bounded(result: unknown): unknown {
  const text = JSON.stringify(result ?? null);
  if (text.length <= MOST_RESULT) return result;
  return { beginning: text.slice(0, MOST_RESULT).toWellFormed(), left_out: text.length - MOST_RESULT };
}

function problemsOf(schema: TObject, value: unknown): string {
  const found = Value.Errors(schema, value).slice(0, 3);
  return found.map(({ instancePath, message }) => `${instancePath || 'it'} ${message}`).join('; ');
}

/** Text of somebody's, such as a name out of a file: one line of bounded length. */
export function short(text: string, most = 60): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}
