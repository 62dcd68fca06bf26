/** What the assistant wrote, as text and nothing else: paragraphs, and lines beginning with a dash as a list. */
export function Text({ children }: { children: string }) {
  return (
    <div className="flex flex-col gap-3 [overflow-wrap:anywhere]">
      {blocksOf(children).map(({ key, lines, isList }) =>
        isList ? (
          <ul key={key} className="flex list-disc flex-col gap-1 pl-5">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : (
          <p key={key} className="whitespace-pre-line">
            {lines.join('\n')}
          </p>
        ),
      )}
    </div>
  );
}

type Block = { key: string; lines: string[]; isList: boolean };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const item = /^\s*[-*•]\s+(.*)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (line.trim() === '') blocks.push({ key: `${i}`, lines: [], isList: false });
    else if (last && last.isList === (item !== undefined)) last.lines.push(item ?? line);
    else blocks.push({ key: `${i}`, lines: [item ?? line], isList: item !== undefined });
  }
  return blocks.filter(({ lines }) => lines.length > 0);
}
