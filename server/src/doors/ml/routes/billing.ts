import { Type } from 'typebox';
import { type Billing, type Payments, type PlanLimits, plans } from '../../../core/billing/index.ts';
import type { Identity } from '../../../core/identity/index.ts';
import { documentedBody, type HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['Billing'];
const Tier = Type.Enum(['free', 'pro', 'enterprise'], { examples: ['pro'] });
const Count = (example: number) => Type.Integer({ examples: [example] });
const Time = Type.String({ format: 'date-time' });
const nullable = (example: string) => Type.Union([Type.String({ examples: [example] }), Type.Null()]);
const Address = Type.String({ maxLength: 2000, examples: ['https://app.example.com/billing'] });

type Core = { billing: Billing; payments: Payments; identity: Pick<Identity, 'me'> };

/** Plans, tokens and payments. */
export function billingRoutes(app: HttpApp, core: Core): void {
  accountRoutes(app, core);
  paymentRoutes(app, core);
  void app.register(async (scope) => webhookRoute(scope as unknown as HttpApp, core));
}

function accountRoutes(app: HttpApp, { billing, identity, payments }: Core): void {
  app.get(
    '/api/v1/billing/subscription',
    {
      schema: {
        tags,
        summary: 'The subscription',
        response: {
          200: Type.Object(
            {
              id: Type.String(),
              user_id: Type.String({
                description: 'Who asks; a subscription is shared by a tenant',
                examples: ['usr_1a2b3c4d'],
              }),
              tier: Tier,
              status: Type.Enum(['active', 'past_due'], { description: 'Whether the last payment came' }),
              provider: Type.Enum(['stripe', 'sandbox'], { description: 'In the sandbox no money moves' }),
              stripe_customer_id: nullable('cus_1a2b3c4d'),
              stripe_subscription_id: nullable('sub_1a2b3c4d'),
              current_period_start: Time,
              current_period_end: Time,
              token_balance: Count(45_000),
              tokens_used_this_period: Count(5_000),
              created_at: Time,
              updated_at: Time,
            },
            { description: 'Of the caller’s tenant' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const [subscription, user] = await Promise.all([billing.subscriptionOf(principal), identity.me(principal)]);
      return {
        id: subscription.id,
        user_id: user.publicId,
        tier: subscription.plan,
        status: subscription.paymentStatus,
        provider: payments.provider,
        stripe_customer_id: subscription.customerId,
        stripe_subscription_id: subscription.providerSubscriptionId,
        current_period_start: subscription.periodStart.toISOString(),
        current_period_end: subscription.periodEnd.toISOString(),
        token_balance: subscription.tokenBalance,
        tokens_used_this_period: subscription.tokensUsed,
        created_at: subscription.createdAt.toISOString(),
        updated_at: subscription.updatedAt.toISOString(),
      };
    },
  );

  app.get(
    '/api/v1/billing/usage',
    {
      schema: {
        tags,
        summary: 'Usage and limits',
        description: 'Where `unlimited` is true, the limits are the largest whole number JSON holds exactly, 2^53 − 1.',
        response: {
          200: Type.Object(
            {
              tier: Tier,
              token_balance: Count(45_000),
              tokens_used: Count(5_000),
              tokens_limit: Count(50_000),
              percentage_used: Type.Number({ examples: [10] }),
              max_concurrent_trainings: Count(5),
              max_datasets: Count(50),
              max_models: Count(25),
              max_deployments: Count(10),
              max_dataset_size_bytes: Count(524_288_000),
              unlimited: Type.Boolean(),
            },
            { description: 'Of the caller’s tenant' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const [{ plan, unlimited, tokenBalance, tokensUsed }, limits] = await Promise.all([
        billing.subscriptionOf(principal),
        billing.limitsFor(principal),
      ]);
      const tokens = plans[plan].tokensPerMonth;
      return {
        tier: plan,
        token_balance: unlimited ? Number.MAX_SAFE_INTEGER : tokenBalance,
        tokens_used: tokensUsed,
        tokens_limit: inJson(limits.tokensPerMonth),
        percentage_used: unlimited ? 0 : Math.round((1000 * tokensUsed) / tokens) / 10,
        max_concurrent_trainings: inJson(limits.concurrentTrainings),
        max_datasets: inJson(limits.datasets),
        max_models: inJson(limits.models),
        max_deployments: inJson(limits.deployments),
        max_dataset_size_bytes: inJson(limits.datasetBytes),
        unlimited,
      };
    },
  );

  app.get(
    '/api/v1/billing/ledger',
    {
      schema: {
        tags,
        summary: 'What became of the tokens',
        description: 'Every change of the balance, newest first.',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
          offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
        }),
        response: {
          200: Type.Array(
            Type.Object({
              id: Type.Integer(),
              at: Time,
              kind: Type.Enum(['grant', 'renew', 'reserve', 'settle', 'release']),
              tokens: Count(1),
              change: Type.Integer({ description: 'What it did to the balance', examples: [-1] }),
              balance: Count(999),
              purpose: nullable('training:tr_1a2b3c4d'),
            }),
          ),
          ...problems('invalid', 'unauthenticated'),
        },
      },
    },
    async (request) =>
      (await billing.ledger(principalOf(request), request.query)).map((entry) => ({
        ...entry,
        at: entry.at.toISOString(),
      })),
  );
}

function paymentRoutes(app: HttpApp, { payments }: Core): void {
  app.post(
    '/api/v1/billing/checkout',
    {
      schema: {
        tags,
        summary: 'Pay for a plan',
        description:
          'Answers the address of a page where it is paid: Stripe’s, or the sandbox’s, where no money moves.',
        body: Type.Object({
          tier: Type.String({ maxLength: 64, description: '`pro` or `enterprise`', examples: ['pro'] }),
          success_url: Type.Optional(Address),
          cancel_url: Type.Optional(Address),
        }),
        response: {
          200: Type.Object(
            { checkout_url: Type.String({ examples: ['https://checkout.stripe.com/c/pay/cs_…'] }) },
            { description: 'Go there' },
          ),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'conflict', 'upstream_failed', 'upstream_timeout'),
        },
      },
    },
    async (request) => {
      const { tier, success_url: successUrl, cancel_url: cancelUrl } = request.body;
      return { checkout_url: await payments.checkout(principalOf(request), { tier, successUrl, cancelUrl }) };
    },
  );

  app.post(
    '/api/v1/billing/portal',
    {
      schema: {
        tags,
        summary: 'Manage the subscription',
        description:
          'Answers the address of a page where it is changed or ended; it leads back to the console’s billing page.',
        response: {
          200: Type.Object(
            { portal_url: Type.String({ examples: ['https://billing.stripe.com/p/session/…'] }) },
            { description: 'Go there' },
          ),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'upstream_failed', 'upstream_timeout'),
        },
      },
    },
    async (request) => {
      return { portal_url: await payments.portal(principalOf(request)) };
    },
  );

  const SessionId = Type.Object({ id: Type.String({ maxLength: 100 }) });
  const redirect = Type.Object({ redirect_url: Type.String() }, { description: 'Done; go on there' });

  app.get(
    '/api/v1/billing/sandbox/:id',
    {
      schema: {
        tags,
        summary: 'A page of the sandbox',
        params: SessionId,
        response: {
          200: Type.Object(
            {
              id: Type.String(),
              kind: Type.Enum(['checkout', 'portal']),
              tier: Type.Union([Tier, Type.Null()], { description: 'What is paid for; null in the portal' }),
              status: Type.Enum(['open', 'completed', 'cancelled']),
              success_url: Type.String(),
              cancel_url: Type.String(),
            },
            { description: 'What the page shows' },
          ),
          ...problems('invalid', 'unauthenticated', 'not_found'),
        },
      },
    },
    async (request) => {
      const session = await payments.sandboxSession(principalOf(request), request.params.id);
      const { id, kind, plan, status, successUrl, cancelUrl } = session;
      return { id, kind, tier: plan, status, success_url: successUrl, cancel_url: cancelUrl };
    },
  );

  app.post(
    '/api/v1/billing/sandbox/:id/complete',
    {
      schema: {
        tags,
        summary: 'Pay in the sandbox, or change or end the subscription in its portal',
        params: SessionId,
        body: Type.Object({
          tier: Type.Optional(
            Type.Enum(['free', 'pro', 'enterprise'], { description: 'In the portal: `free` ends it' }),
          ),
        }),
        response: {
          200: redirect,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request) => {
      const { tier } = request.body;
      const choice =
        tier === undefined
          ? ({ do: 'pay' } as const)
          : tier === 'free'
            ? ({ do: 'end' } as const)
            : ({ do: 'change', plan: tier } as const);
      return { redirect_url: await payments.chooseInSandbox(principalOf(request), request.params.id, choice) };
    },
  );

  app.post(
    '/api/v1/billing/sandbox/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Leave a page of the sandbox',
        params: SessionId,
        response: {
          200: redirect,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request) => ({
      redirect_url: await payments.chooseInSandbox(principalOf(request), request.params.id, { do: 'cancel' }),
    }),
  );
}

/** In a scope of its own: a signature is of the bytes, so nothing may parse them before it is checked. */
function webhookRoute(app: HttpApp, { payments }: Core): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 1024 ** 2 }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    '/api/v1/billing/webhook',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Take a report of Stripe',
        description:
          'Verified by its `Stripe-Signature` (HMAC-SHA256, at most five minutes old). Each event is applied once, whatever its order; what this version does not know is taken and changes nothing.',
        body: documentedBody(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })),
        response: {
          200: Type.Object({ received: Type.Boolean() }, { description: 'Its effect is durable' }),
          ...problems('invalid', 'unauthenticated', 'too_large'),
        },
      },
    },
    async (request) => {
      const header = request.headers['stripe-signature'];
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await payments.receive(body, Array.isArray(header) ? header[0] : header);
      return { received: true };
    },
  );
}

function inJson(limit: PlanLimits[keyof PlanLimits]): number {
  return Math.min(limit, Number.MAX_SAFE_INTEGER);
}
