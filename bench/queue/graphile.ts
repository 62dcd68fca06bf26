import type { Figure } from '../types.ts';
export async function graphileFigures(_url: string): Promise<Figure[]> {
  return [];
}
