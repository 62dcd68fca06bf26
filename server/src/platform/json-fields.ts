/*
 * Reads JSON that other people's programs wrote, of many versions: every field may be missing or of another kind, and then
 * reads as nothing of the kind asked for.
 */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const object = (value: unknown): Json => (isObject(value) ? value : {});
/** The objects of a list. */
export const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** A finite one, or 0. */
export const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
/** One that is not empty. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
/** Whether it is this word; programs write states with a capital or without. */
export const isWord = (value: unknown, word: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === word;
