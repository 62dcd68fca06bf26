export type Point = { x: number; y: number };

const SIZE = 220;
const LEFT = 34;
const BOTTOM = 30;
const TOP = 8;
const RIGHT = 8;
const ticks = [0, 0.25, 0.5, 0.75, 1];

const toX = (x: number) => LEFT + x * (SIZE - LEFT - RIGHT);
const toY = (y: number) => SIZE - BOTTOM - y * (SIZE - BOTTOM - TOP);

/** A curve over the unit square, such as ROC or precision and recall, with the point where the model works. */
export function UnitCurve({
  label,
  x,
  y,
  xName,
  yName,
  point,
  diagonal = false,
}: {
  label: string;
  x: readonly number[];
  y: readonly number[];
  xName: string;
  yName: string;
  point?: Point | undefined;
  /** The line of a coin toss. */
  diagonal?: boolean;
}) {
  const path = x
    .map((value, i) => `${i === 0 ? 'M' : 'L'}${toX(value).toFixed(2)} ${toY(y[i] ?? 0).toFixed(2)}`)
    .join('');
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${SIZE} ${SIZE}`} className="w-full max-w-[22rem]">
      {ticks.map((tick) => (
        <g key={tick} className="text-[8.5px]" fill="var(--quiet)">
          <path
            d={`M${toX(tick)} ${toY(0)}V${toY(1)}M${toX(0)} ${toY(tick)}H${toX(1)}`}
            stroke="var(--rule)"
            strokeWidth="0.7"
          />
          <text x={toX(tick)} y={toY(0) + 11} textAnchor="middle">
            {tick}
          </text>
          <text x={toX(0) - 5} y={toY(tick) + 3} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {diagonal && (
        <path
          d={`M${toX(0)} ${toY(0)}L${toX(1)} ${toY(1)}`}
          stroke="var(--faint)"
          strokeDasharray="3 3"
          strokeWidth="1"
        />
      )}
      <path d={path} fill="none" stroke="var(--series-1)" strokeWidth="2" strokeLinejoin="round" />
      {point && (
        <circle
          cx={toX(point.x)}
          cy={toY(point.y)}
          r="4.5"
          fill="var(--lamp-caution)"
          stroke="var(--ink)"
          strokeWidth="1.4"
        />
      )}
      <text x={toX(0.5)} y={SIZE - 3} textAnchor="middle" className="text-[9.5px]" fill="var(--quiet)">
        {xName}
      </text>
      <text
        x={-toY(0.5)}
        y={9}
        transform="rotate(-90)"
        textAnchor="middle"
        className="text-[9.5px]"
        fill="var(--quiet)"
      >
        {yName}
      </text>
    </svg>
  );
}
