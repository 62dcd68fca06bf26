/** How much of something is done. Without a value it is under way, nobody knows how far. */
export function Progress({ label, value, max = 1 }: { label: string; value: number | undefined; max?: number }) {
  const part = value === undefined ? undefined : Math.max(0, Math.min(1, value / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={part === undefined ? undefined : Math.round(part * 100)}
      className="h-2.5 w-full overflow-hidden rounded-full border border-rule bg-well"
    >
      <div
        className={`h-full rounded-full transition-[width] duration-300 ${part === undefined ? 'train-line' : 'bg-lamp-notice'}`}
        style={{ width: part === undefined ? '100%' : `${part * 100}%` }}
      />
    </div>
  );
}
