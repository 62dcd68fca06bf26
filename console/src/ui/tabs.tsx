import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';

export type Tab<Name extends string> = { name: Name; title: string };

/** Parts of a page that share its place; arrow keys move between them. */
export function Tabs<Name extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
}: {
  label: string;
  tabs: readonly Tab<Name>[];
  value: Name;
  onChange(name: Name): void;
  children: ReactNode;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // On a phone not all of them fit: the chosen one is in sight. Only the list scrolls, never the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another element
  useLayoutEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>('[aria-selected=true]');
    if (!row || !tab) return;
    const { left, right } = tab.getBoundingClientRect();
    const frame = row.getBoundingClientRect();
    if (left < frame.left) row.scrollLeft -= frame.left - left;
    else if (right > frame.right) row.scrollLeft += right - frame.right;
  }, [value]);
  const onKey = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.name);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  };
  return (
    <>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKey}
        className="mb-5 flex gap-1 overflow-x-auto border-rule border-b"
      >
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            data-tab={name}
            id={`${id}-${name}`}
            aria-selected={name === value}
            aria-controls={`${id}-panel`}
            tabIndex={name === value ? 0 : -1}
            onClick={() => onChange(name)}
            className="-mb-px whitespace-nowrap border-transparent border-b-[3px] px-3.5 py-2.5 text-quiet hover:text-ink aria-selected:border-lever aria-selected:font-medium aria-selected:text-ink"
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  );
}
