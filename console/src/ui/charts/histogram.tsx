/** How the values of a column are spread; a picture beside figures that say the same. */
export function HistogramBars({ counts, label }: { counts: readonly number[]; label: string }) {
  const most = Math.max(1, ...counts);
  const width = 100 / counts.length;
  return (
    <svg role="img" aria-label={label} viewBox="0 0 100 32" preserveAspectRatio="none" className="h-14 w-full">
      {counts.map((n, i) => {
        // A bin with a single row is still seen.
        const height = n === 0 ? 0 : Math.max(0.8, (n / most) * 31);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bins are positions
            key={i}
            x={i * width + width * 0.06}
            y={32 - height}
            width={width * 0.88}
            height={height}
            fill="var(--series-1)"
          />
        );
      })}
    </svg>
  );
}
