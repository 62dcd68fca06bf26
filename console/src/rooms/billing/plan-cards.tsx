import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { checkOut, openPortal, type Subscription } from '../../api/billing.ts';
import { Button } from '../../ui/button.tsx';
import { count, counted } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Failure, Panel } from '../../ui/surfaces.tsx';
import { leaveForProvider } from './leave.ts';
import { type Plan, plans } from './plans.ts';

/** The plans side by side, and the way to each. */
export function PlanCards({
  subscription,
  isUnlimited,
  canManage,
}: {
  subscription: Subscription;
  isUnlimited: boolean;
  canManage: boolean;
}) {
  const isPaying = subscription.stripe_subscription_id !== null;
  const change = useMutation({
    // Whoever pays already changes or ends that subscription; a second checkout would be a second subscription.
    mutationFn: (plan: Plan['name']) => (isPaying || plan === 'free' ? openPortal() : checkOut(plan)),
    onSuccess: (address) => leaveForProvider(subscription.provider, address),
  });
  // Without a subscription there is none to end, and without limits there is nothing to gain.
  const isWay = (to: Plan['name']) =>
    canManage && to !== subscription.tier && (isPaying || (to !== 'free' && !isUnlimited));
  const about = isUnlimited
    ? 'You were the first on this server, so you have no limits, whatever your plan.'
    : canManage
      ? 'After a change to a smaller plan nothing is deleted; only new things wait until there is room.'
      : 'Only an administrator changes the plan.';
  return (
    <Panel title="Plans" about={about}>
      <div className="flex flex-col gap-4">
        {change.error && <Failure error={change.error} />}
        <ul className="grid gap-4 lg:grid-cols-3">
          {plans.map((plan) => (
            <li key={plan.name} className="min-w-0">
              <Card plan={plan} isCurrent={plan.name === subscription.tier}>
                {isWay(plan.name) && (
                  <Button
                    look={isLarger(plan, subscription.tier) ? 'lever' : 'plain'}
                    className="w-full"
                    busy={change.variables === plan.name && (change.isPending || change.isSuccess)}
                    disabled={change.isPending || change.isSuccess}
                    onClick={() => change.mutate(plan.name)}
                  >
                    {isLarger(plan, subscription.tier) ? 'Upgrade' : 'Change'} to {plan.title}
                  </Button>
                )}
              </Card>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

const isLarger = (plan: Plan, current: string) =>
  plan.dollarsPerMonth > (plans.find(({ name }) => name === current)?.dollarsPerMonth ?? 0);

function Card({ plan, isCurrent, children }: { plan: Plan; isCurrent: boolean; children: ReactNode }) {
  return (
    <section
      aria-label={plan.title}
      className={`flex h-full flex-col gap-4 rounded-md border p-5 ${isCurrent ? 'border-lever border-2' : 'border-rule'}`}
    >
      <header>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h3 className="text-lg">{plan.title}</h3>
          {isCurrent && (
            <span className="inline-flex items-center gap-2 font-medium text-sm">
              <Lamp tone="clear" /> Your plan
            </span>
          )}
        </div>
        <p className="mt-1">
          <span className="font-[680] text-2xl [font-stretch:110%]">${plan.dollarsPerMonth}</span>{' '}
          <span className="text-quiet text-sm">a month</span>
        </p>
        <p className="mt-1 text-quiet text-sm">{plan.about}</p>
      </header>
      <ul className="flex flex-col gap-1 text-sm">
        {linesOf(plan).map((line) => (
          <li key={line} className="border-rule border-l-2 pl-3">
            {line}
          </li>
        ))}
      </ul>
      <div className="mt-auto">{children}</div>
    </section>
  );
}

function linesOf(plan: Plan): string[] {
  const mebibytes = plan.datasetBytes / 1024 ** 2;
  const largest = mebibytes >= 1024 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;
  return [
    `${count(plan.tokensPerMonth)} tokens a month`,
    `${counted(plan.datasets, 'dataset')} of up to ${largest}`,
    counted(plan.models, 'model'),
    counted(plan.deployments, 'deployment'),
    `${counted(plan.concurrentTrainings, 'training')} at once`,
  ];
}
