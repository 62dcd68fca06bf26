import { HouseError } from '../../../platform/errors.ts';

/** What a node that does not answer, or a role that does not suffice, comes to: a sentence of the answer. */
export async function inWords(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HouseError) return `I cannot tell: ${error.message}.`.replace(/\.\.$/, '.');
    throw error;
  }
}
