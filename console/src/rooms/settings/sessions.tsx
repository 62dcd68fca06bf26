import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { endSession, type OpenSession, sessionsQuery } from '../../api/profile.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { ago } from '../../ui/format.ts';
import { sentenceOf } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

/** Open sessions, and how to end one that is not one's own any more. */
export function Sessions() {
  const sessions = useQuery(sessionsQuery);
  return (
    <Answer query={sessions} lines={3}>
      {(list) => (
        <ul aria-label="Sessions" className="divide-y divide-rule/70">
          {list.map((session) => (
            <Row key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Answer>
  );
}

function Row({ session: { id, current, address, user_agent, created_at } }: { session: OpenSession }) {
  const queries = useQueryClient();
  const ending = useMutation({
    mutationFn: () => endSession(id),
    onError: (error) => say(sentenceOf(error), 'danger'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['profile', 'sessions'] }),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium [overflow-wrap:anywhere]">{nameOf(user_agent)}</p>
        <p className="text-quiet text-sm">
          <span className="font-mono text-xs">{address}</span>, since {ago(created_at)}
        </p>
      </div>
      {current ? (
        <span className="text-quiet text-sm">This one</span>
      ) : (
        <Button look="quiet" busy={ending.isPending} onClick={() => ending.mutate()}>
          Sign out there
        </Button>
      )}
    </li>
  );
}

/** A browser and its system in two words; what calls itself something else, in its own. */
function nameOf(userAgent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1];
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(userAgent)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  if (browser && system) return `${names[browser] ?? browser} on ${names[system] ?? system}`;
  return userAgent.slice(0, 120) || 'A program that does not say its name';
}
