import { useQuery } from '@tanstack/react-query';
import { subscriptionQuery } from '../../api/billing.ts';
import { plans, planTitle } from './plans.ts';
import { sandboxPortalRoute } from './routes.ts';
import { type Choice, SandboxPage } from './sandbox-page.tsx';

/** Where a subscription of play money is changed and ended. */
export default function SandboxPortal() {
  const { session } = sandboxPortalRoute.useSearch();
  const subscription = useQuery(subscriptionQuery).data;
  return (
    <SandboxPage
      title="Sandbox portal"
      kind="portal"
      id={session}
      choices={() => (subscription?.stripe_subscription_id ? choicesFrom(subscription.tier) : [])}
      leaves="Back, change nothing"
    >
      {() =>
        subscription && (
          <p>
            {subscription.stripe_subscription_id ? (
              <>
                You subscribe to <strong>{planTitle(subscription.tier)}</strong>. A change counts at once. On a smaller
                plan nothing is deleted; new things wait until there is room for them.
              </>
            ) : (
              'There is no subscription to change. Choose a plan on the billing page.'
            )}
          </p>
        )
      }
    </SandboxPage>
  );
}

function choicesFrom(tier: string): Choice[] {
  const others = plans.filter(({ name, dollarsPerMonth }) => name !== tier && dollarsPerMonth > 0);
  return [
    ...others.map(({ name, title, dollarsPerMonth }) => ({
      does: `Change to ${title}, $${dollarsPerMonth} a month`,
      tier: name,
      look: 'lever' as const,
    })),
    { does: 'End the subscription', tier: 'free', look: 'danger' },
  ];
}
