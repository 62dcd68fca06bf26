import { signOut } from '../api/accounts.ts';
import { useSession } from '../api/session.ts';
import { chooseTheme, type Theme, useChosenTheme } from './theme.ts';

const themes: { value: Theme; name: string }[] = [
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
  { value: 'system', name: 'System' },
];

/** Who is signed in, how light it is in here, and the way out. On iron: the lever frame and the phone's sheet. */
export function AccountMenu() {
  const user = useSession()?.user;
  const theme = useChosenTheme();
  if (!user) return null;
  return (
    <div className="flex flex-col gap-3 border-frame-rule border-t px-2 pt-3 [--lever:var(--board-ink)]">
      <label className="flex items-center justify-between gap-2 whitespace-nowrap text-frame-quiet text-sm">
        Room light
        <select
          value={theme}
          onChange={(event) => chooseTheme(event.target.value as Theme)}
          className="rounded-md border border-frame-rule bg-frame px-2 py-1.5 text-frame-ink text-sm"
        >
          {themes.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div className="flex items-center justify-between gap-2">
        <div className="min-w-0 text-sm leading-tight">
          <p className="truncate font-medium">{user.username}</p>
          <p className="text-frame-quiet text-xs">{user.role}</p>
        </div>
        <button
          type="button"
          onClick={() => void signOut()}
          className="min-h-9 shrink-0 rounded-md px-2.5 text-frame-quiet text-sm hover:bg-frame-raised hover:text-frame-ink"
        >
          Sign out
        </button>
      </div>
    </div>
  );
}
