import { Link } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useArrival } from '../../shell/arrival.ts';
import { Mark } from '../../shell/mark.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { BoxDiagram } from './diagram.tsx';

/** The frame of the pages before one is in: the diagram of the line, and one form. */
export function AccountFrame({
  title,
  about,
  error,
  onSubmit,
  children,
  below,
}: {
  title: string;
  about: ReactNode;
  error?: unknown;
  onSubmit(): void;
  children: ReactNode;
  /** Ways to the other pages of this kind. */
  below: ReactNode;
}) {
  const heading = useArrival();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(26rem,34rem)]">
      <title>{`${title} · Signalbox`}</title>
      <BoxDiagram />
      <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 p-5 sm:p-8">
        <Link to="/sign-in" className="flex items-center gap-2.5 self-start rounded-md">
          <Mark size={34} />
          <span className="font-[680] text-xl [font-stretch:110%]">Signalbox</span>
        </Link>
        <form onSubmit={submit} className="flex flex-col gap-5">
          <header>
            <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">
              {title}
            </h1>
            <p className="mt-1 text-quiet">{about}</p>
          </header>
          {error != null && <Failure error={error} />}
          {children}
        </form>
        <div className="flex flex-wrap gap-x-5 gap-y-2 border-rule border-t pt-4 text-sm">{below}</div>
      </main>
    </div>
  );
}

export const link = 'rounded font-medium text-lever underline decoration-1 underline-offset-4';
