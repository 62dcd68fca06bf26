/**
 * How well an entry fits what was typed, 0 for not at all: every typed word must be somewhere in its name or its
 * description; names count more than descriptions, beginnings of words more than their middles.
 */
export function fits(value: string, typed: string, keywords: readonly string[] = []): number {
  const name = value.toLowerCase();
  const about = keywords.join(' ').toLowerCase();
  let worst = 1;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const rank = place(name, word) || place(about, word) / 4;
    if (rank === 0) return 0;
    worst = Math.min(worst, rank);
  }
  return worst;
}

function place(text: string, word: string): number {
  if (text.startsWith(word)) return 1;
  const at = text.indexOf(word);
  if (at === -1) return 0;
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 0.5 : 0.8;
}
