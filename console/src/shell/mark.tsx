/** The house's mark: a semaphore arm over a lamp. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="7" fill="#17241f" />
      <path d="M11 6v20" stroke="#e9efe9" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M11 9.2 26 5.6v6.2l-15 3.4z" fill="#e4572e" />
      <circle cx="11" cy="21" r="3.4" fill="#f2b33d" />
    </svg>
  );
}
