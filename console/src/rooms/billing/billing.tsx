import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { openPortal, type Subscription, subscriptionQuery, usageQuery } from '../../api/billing.ts';
import { useCanManage } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { type FactLine, Facts } from '../../ui/facts.tsx';
import { count, date } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { leaveForProvider } from './leave.ts';
import { Ledger } from './ledger.tsx';
import { PlanCards } from './plan-cards.tsx';
import { planTitle } from './plans.ts';
import { Returned } from './returned.tsx';
import { billingRoute } from './routes.ts';
import { UsagePanel } from './usage.tsx';

/** The payment is reported to the server by its provider, mostly within seconds. */
const ASK_AGAIN_MS = 2_000;

/** What the plan holds, how much of it is used, and the way to another one. */
export default function Billing() {
  const { success, tier: paidFor } = billingRoute.useSearch();
  const isAwaited = (current: Subscription | undefined) =>
    success === true && paidFor !== undefined && current?.tier !== paidFor;
  const subscription = useQuery({
    ...subscriptionQuery,
    refetchInterval: ({ state }) => (isAwaited(state.data) ? ASK_AGAIN_MS : false),
  });
  const usage = useQuery(usageQuery);
  const canManage = useCanManage();
  const tier = subscription.data?.tier;
  useFreshFigures(tier);
  return (
    <>
      <PageHead
        title="Billing"
        about="Your plan, what it holds, and where the tokens went. A training takes one token; everything else is free."
        action={
          canManage && subscription.data?.stripe_subscription_id && <ToPortal provider={subscription.data.provider} />
        }
      />
      <div className="flex flex-col gap-6">
        <Returned tier={tier} isAwaited={isAwaited(subscription.data)} />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <Panel title="Your plan">
            <Answer query={subscription} lines={4}>
              {(data) => <PlanFacts subscription={data} isUnlimited={usage.data?.unlimited ?? false} />}
            </Answer>
          </Panel>
          <UsagePanel query={usage} />
        </div>
        {subscription.data && usage.data && (
          <PlanCards subscription={subscription.data} isUnlimited={usage.data.unlimited} canManage={canManage} />
        )}
        <Ledger />
      </div>
    </>
  );
}

/** A new plan has other limits, and is a line of the ledger. */
function useFreshFigures(tier: string | undefined): void {
  const queries = useQueryClient();
  const last = useRef(tier);
  useEffect(() => {
    const before = last.current;
    last.current = tier;
    if (before === undefined || before === tier) return;
    void queries.invalidateQueries({ queryKey: usageQuery.queryKey });
    void queries.invalidateQueries({ queryKey: ['billing', 'ledger'] });
  }, [tier, queries]);
}

function PlanFacts({ subscription, isUnlimited }: { subscription: Subscription; isUnlimited: boolean }) {
  const { tier, status, provider, token_balance, tokens_used_this_period, current_period_end } = subscription;
  const facts: FactLine[] = [
    { name: 'Plan', value: planTitle(tier), ...(isUnlimited && { about: 'without limits' }) },
    provider === 'sandbox'
      ? { name: 'Payments', value: 'Sandbox', about: 'No money moves.' }
      : { name: 'Payments', value: 'Stripe' },
    {
      name: 'Tokens left',
      value: isUnlimited ? 'No limit' : count(token_balance),
      about: `${count(tokens_used_this_period)} used this month`,
    },
  ];
  if (!isUnlimited)
    facts.push({
      name: 'New tokens on',
      value: date(current_period_end),
      about: 'What is left then does not carry over.',
    });
  return (
    <div className="flex flex-col gap-5">
      {status === 'past_due' && (
        <Notice tone="caution">
          The last payment did not come through. An administrator puts that right under “Manage the subscription”.
        </Notice>
      )}
      <Facts columns="" facts={facts} />
    </div>
  );
}

function ToPortal({ provider }: Pick<Subscription, 'provider'>) {
  const opening = useMutation({
    mutationFn: openPortal,
    onSuccess: (address) => leaveForProvider(provider, address),
  });
  return (
    <div className="flex flex-col items-end gap-2">
      <Button look="board" busy={opening.isPending || opening.isSuccess} onClick={() => opening.mutate()}>
        Manage the subscription
      </Button>
      {opening.error && <Failure error={opening.error} />}
    </div>
  );
}
