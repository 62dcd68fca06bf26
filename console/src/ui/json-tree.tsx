import { useState } from 'react';

/** JSON that opens and closes, level by level; closed levels are not there. */
export function JsonTree({ value }: { value: unknown }) {
  return (
    <div className="font-mono text-xs leading-6">
      <Branches value={value} depth={0} />
    </div>
  );
}

function Branches({ value, depth }: { value: unknown; depth: number }) {
  const entries = Object.entries(value as object);
  return (
    <ul className={depth > 0 ? 'border-rule border-l pl-3' : ''}>
      {entries.map(([name, inner]) => (
        <li key={name} className="[overflow-wrap:anywhere]">
          {isLeaf(inner) ? (
            <>
              <span className="text-quiet">{name}:</span> {JSON.stringify(inner)}
            </>
          ) : (
            <Level name={name} value={inner} depth={depth} />
          )}
        </li>
      ))}
    </ul>
  );
}

const isLeaf = (value: unknown) =>
  typeof value !== 'object' || value === null || Object.keys(value as object).length === 0;

function Level({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  const size = Object.keys(value as object).length;
  const [isOpen, setOpen] = useState(depth === 0 && size < 20);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded">
        {name} <span className="text-quiet">{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>
      </summary>
      {isOpen && <Branches value={value} depth={depth + 1} />}
    </details>
  );
}
