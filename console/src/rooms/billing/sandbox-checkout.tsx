import { Facts } from '../../ui/facts.tsx';
import { plans } from './plans.ts';
import { sandboxCheckoutRoute } from './routes.ts';
import { SandboxPage } from './sandbox-page.tsx';

/** Where a plan is paid with play money. */
export default function SandboxCheckout() {
  const { session } = sandboxCheckoutRoute.useSearch();
  const planOf = (tier: string | null) => plans.find(({ name }) => name === tier);
  return (
    <SandboxPage
      title="Sandbox checkout"
      kind="checkout"
      id={session}
      choices={({ tier }) => [{ does: `Pay $${planOf(tier)?.dollarsPerMonth ?? 0} of play money`, look: 'lever' }]}
      leaves="Cancel"
    >
      {({ tier }) => (
        <Facts
          columns=""
          facts={[
            { name: 'Plan', value: planOf(tier)?.title ?? '–' },
            { name: 'Price', value: `$${planOf(tier)?.dollarsPerMonth ?? 0} a month` },
          ]}
        />
      )}
    </SandboxPage>
  );
}
