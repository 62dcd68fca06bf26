const names = ['Readings', 'Validated', 'Trained', 'Judged', 'On the device'];

/** The box's own diagram: the main job as a line, with a train on it. Only to look at. */
export function BoxDiagram() {
  return (
    <div
      aria-hidden="true"
      className="relative hidden overflow-hidden bg-frame text-frame-ink lg:flex lg:flex-col lg:justify-between lg:p-10"
    >
      <p className="max-w-[26ch] font-[680] text-[2rem] leading-[1.15] [font-stretch:112%]">
        From a file of sensor readings to a model on the device.
      </p>
      <svg aria-hidden="true" viewBox="0 0 640 300" className="w-full" fill="none">
        <g stroke="var(--frame-rule)" strokeWidth="9" strokeLinecap="round">
          <path d="M0 190H640" />
          <path d="M150 190l60-70h250l60 70" />
          <path d="M330 120l40-48h180" />
        </g>
        <g stroke="#e9efe9" strokeWidth="3.4" strokeLinecap="round">
          <path d="M0 190H640M150 190l60-70h250l60 70M330 120l40-48h180" strokeDasharray="34 10" />
        </g>
        <path
          d="M236 120h94"
          stroke="var(--lamp-danger)"
          strokeWidth="9"
          className="animate-[lamp_2.4s_ease-in-out_infinite]"
        />
        {[60, 190, 320, 450, 580].map((x, i) => (
          <g key={names[i]}>
            <circle cx={x} cy={190} r="10" fill="var(--frame)" stroke="#e9efe9" strokeWidth="3" />
            <circle
              cx={x}
              cy={190}
              r="5"
              fill={i < 3 ? 'var(--lamp-clear)' : i === 3 ? 'var(--lamp-caution)' : '#4b5b53'}
            />
            <text x={x} y={232} textAnchor="middle" fill="var(--frame-quiet)" className="text-[15px]">
              {names[i]}
            </text>
          </g>
        ))}
        <g stroke="#e9efe9" strokeWidth="3">
          <path d="M520 190V134" />
          <path d="M520 138l34-9v12l-34 9z" fill="var(--lamp-danger)" stroke="none" />
          <path d="M550 72V28" />
          <path d="M550 32l30-8v11l-30 8z" fill="#e8ae2b" stroke="none" />
        </g>
      </svg>
      <div className="flex gap-9">
        {['#2f9e68', '#3c86c4', '#e8ae2b', '#d9492b', '#9a6a42', '#e6e6dc'].map((colour, i) => (
          <svg key={colour} aria-hidden="true" viewBox="0 0 26 60" className="h-32 overflow-visible">
            <g transform={`rotate(${i === 2 ? 16 : -3} 13 58)`}>
              <path d="M13 58V22" stroke={colour} strokeWidth="5" />
              <path d="M13 22V5" stroke="#d5dcd7" strokeWidth="3.4" strokeLinecap="round" />
              <path d="M17 6v10l-2 3" stroke="#8f9c94" strokeWidth="1.5" fill="none" />
            </g>
            <path d="M2 58h22" stroke="var(--frame-rule)" strokeWidth="4" />
          </svg>
        ))}
      </div>
    </div>
  );
}
