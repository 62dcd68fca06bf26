import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useArrival } from '../shell/arrival.ts';

type Props = {
  /** Also the title of the browser's tab. */
  title: string;
  about?: ReactNode;
  /** State, main figures: small things beside the title. */
  beside?: ReactNode;
  action?: ReactNode;
  /** The list this page belongs to. */
  back?: { to: NonNullable<LinkProps['to']>; params?: LinkProps['params']; name: string };
};

/** A page's head: the station's name board, in enamel, with what the page is for and its main action. */
export function PageHead({ title, about, beside, action, back }: Props) {
  const heading = useArrival();
  return (
    <header className="on-board relative mb-6 rounded-panel bg-board px-5 py-5 text-board-ink sm:px-7">
      <title>{`${title} · Signalbox`}</title>
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-[5px] rounded-[5px] border border-board-rule"
      />
      <div className="relative flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          {back && (
            <Link
              to={back.to}
              params={back.params ?? {}}
              className="mb-1 inline-flex items-center gap-1.5 text-board-quiet text-sm hover:text-board-ink"
            >
              <span aria-hidden="true">←</span> {back.name}
            </Link>
          )}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <h1 ref={heading} tabIndex={-1} className="min-w-0 text-[1.6rem] outline-none [overflow-wrap:anywhere]">
              {title}
            </h1>
            {beside}
          </div>
          {about && <p className="mt-1 max-w-[78ch] text-board-quiet">{about}</p>}
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
    </header>
  );
}
