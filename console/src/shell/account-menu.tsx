import { ml } from '../api/client.ts';
import { setSession, useSession } from '../api/session.ts';
import { Button } from '../ui/controls.tsx';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const user = useSession()?.user;
  if (!user) return null;
  const signOut = async () => {
    // Signed out here whatever the server says; it forgets the token by itself within a day.
    await ml.POST('/api/v1/auth/logout').catch(() => {});
    setSession(undefined);
  };
  return (
    <div className="flex items-center justify-between gap-2 border-rule border-t px-2 pt-3">
      <div className="min-w-0 text-sm">
        <p className="truncate font-medium">{user.username}</p>
        <p className="text-quiet text-xs">{user.role}</p>
      </div>
      <Button look="quiet" onClick={signOut}>
        Sign out
      </Button>
    </div>
  );
}
