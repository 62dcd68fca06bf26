import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { planTitle } from './plans.ts';
import { billingRoute } from './routes.ts';

/** What came of the visit to the payment provider. */
export function Returned({ tier, isAwaited }: { tier: string | undefined; isAwaited: boolean }) {
  const { success, canceled, tier: paidFor } = billingRoute.useSearch();
  const navigate = useNavigate();
  if (!success && !canceled) return null;
  const wanted = planTitle(paidFor ?? '');
  const [tone, sentence] = canceled
    ? (['notice', 'The checkout was cancelled. Nothing was charged, and your plan is as it was.'] as const)
    : isAwaited
      ? ([
          'caution',
          `Thank you. The payment provider has yet to report the payment; you are on ${wanted} as soon as it does, mostly within seconds.`,
        ] as const)
      : (['clear', tier ? `Thank you. You are on ${planTitle(tier)} now.` : 'Thank you for the payment.'] as const);
  return (
    <Notice tone={tone}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status">{sentence}</p>
        <Button onClick={() => void navigate({ to: '/billing', search: {}, replace: true })}>Dismiss</Button>
      </div>
    </Notice>
  );
}
