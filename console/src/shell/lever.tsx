/**
 * A lever of the frame: painted shaft, polished handle. Pulled over, it leans towards the signalman: this room is set.
 */
export function Lever({ colour, pulled, size = 34 }: { colour: string; pulled: boolean; size?: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 26 36" height={size} width={(size * 26) / 36} className="shrink-0">
      <g
        className="origin-[13px_33px] transition-transform duration-200 ease-out"
        style={{ transform: `rotate(${pulled ? 24 : -6}deg)` }}
      >
        <path d="M13 33V14" stroke={colour} strokeWidth="4.6" />
        <path d="M13 13.6V4" stroke="#d5dcd7" strokeWidth="3" strokeLinecap="round" />
        <path d="M16.6 5v6.5l-2 2" stroke="#8f9c94" strokeWidth="1.4" fill="none" />
      </g>
      <path d="M4 34h18" stroke="var(--frame-rule)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
