import { useCanWrite } from '../../api/session.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import type { Need } from './needs.ts';

export function Needs({ needs }: { needs: readonly Need[] }) {
  const canWrite = useCanWrite();
  const shown = canWrite ? needs : needs.filter(({ tone }) => tone === 'danger');
  return (
    <Panel title="Needs you" flush>
      {shown.length === 0 ? (
        <p className="flex items-center gap-3 px-5 py-6 text-quiet">
          <Lamp tone="clear" /> Nothing waits for you.
        </p>
      ) : (
        <ul className="divide-y divide-rule/70">
          {shown.map(({ key, tone, title, about, action, link }) => (
            <li key={key} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-5 py-4 sm:flex-nowrap">
              <span className="mt-1">
                <Lamp tone={tone} />
              </span>
              <div className="min-w-0 flex-1 basis-[70%]">
                <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
                {about && <p className="line-clamp-3 text-quiet text-sm [overflow-wrap:anywhere]">{about}</p>}
              </div>
              <ButtonLink {...link} className="ml-7 shrink-0 sm:ml-0">
                {action}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
