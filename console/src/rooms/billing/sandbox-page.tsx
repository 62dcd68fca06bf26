import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { completeSandbox, leaveSandbox, type SandboxSession, sandboxQuery, type Tier } from '../../api/billing.ts';
import { Button, ButtonLink, type Look } from '../../ui/button.tsx';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { leaveFor } from './leave.ts';

const back = { to: '/billing', name: 'Billing' } as const;

/** Something a page of the sandbox can do: pay, or in the portal become `tier`. */
export type Choice = { does: string; tier?: Tier; look: Look };

/** A page that a payment provider would show, played by this server: says so, and has a way back. */
export function SandboxPage({
  title,
  kind,
  id,
  choices,
  leaves,
  children,
}: {
  title: string;
  kind: SandboxSession['kind'];
  id: string;
  choices(session: SandboxSession): readonly Choice[];
  /** The word on the button that changes nothing. */
  leaves: string;
  children(session: SandboxSession): ReactNode;
}) {
  const session = useQuery(sandboxQuery(id));
  const choosing = useMutation({
    mutationFn: (choice: Choice | 'leave') =>
      choice === 'leave' ? leaveSandbox(id) : completeSandbox(id, choice.tier),
    // The portal leads back to the plans, under the address the console is seen at.
    onSuccess: (address) => leaveFor(kind === 'portal' ? '/billing' : address),
  });
  const { variables: chosen, error } = choosing;
  // Until the browser has left for the next page nothing can be chosen again.
  const isBusy = choosing.isPending || choosing.isSuccess;
  return (
    <PageAnswer query={session} kind={title} back={back}>
      {(data) => (
        <>
          <PageHead title={title} back={back} />
          <div className="mx-auto flex max-w-xl flex-col gap-5">
            <Notice tone="caution">
              <p className="font-medium">This is a sandbox: no money moves.</p>
              <p className="mt-1">
                This server has no key of a payment provider, so it plays one. What you choose here is reported to it
                the way a real payment is, signature and all; no card and no bank has a part in it.
              </p>
            </Notice>
            <Panel>
              {data.kind === kind && (data.status === 'open' || isBusy) ? (
                <div className="flex flex-col gap-5">
                  {children(data)}
                  {error && <Failure error={error} />}
                  <div className="flex flex-wrap gap-2">
                    {choices(data).map((choice) => (
                      <Button
                        key={choice.does}
                        look={choice.look}
                        busy={isBusy && chosen !== 'leave' && chosen?.does === choice.does}
                        disabled={isBusy}
                        onClick={() => choosing.mutate(choice)}
                      >
                        {choice.does}
                      </Button>
                    ))}
                    <Button
                      look="quiet"
                      busy={isBusy && chosen === 'leave'}
                      disabled={isBusy}
                      onClick={() => choosing.mutate('leave')}
                    >
                      {leaves}
                    </Button>
                  </div>
                </div>
              ) : (
                <Empty
                  title="This page was used before"
                  action={
                    <ButtonLink to="/billing" look="lever">
                      To the plans
                    </ButtonLink>
                  }
                >
                  Each of these pages is good for one decision. Start again from the plans.
                </Empty>
              )}
            </Panel>
          </div>
        </>
      )}
    </PageAnswer>
  );
}
