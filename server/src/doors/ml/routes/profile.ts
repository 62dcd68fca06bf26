import { ARCHITECTURES } from '@signalbox/runtime';
import { Type } from 'typebox';
import type { Billing } from '../../../core/billing/index.ts';
import type { Identity, Preferences } from '../../../core/identity/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { mlRole, principalOf, problems } from '../dialect.ts';
import { Message, originOf, Password } from './auth.ts';

const tags = ['Profile'];

const preferences = {
  theme: Type.String({ maxLength: 64, examples: ['nexusedge-dark'] }),
  notifications_enabled: Type.Boolean({ description: 'False silences mails and pushes; the inbox is kept' }),
  email_notifications: Type.Boolean(),
  training_auto_stop: Type.Boolean({
    description: 'Set to false, trainings go on to their last epoch unless the start names a patience',
  }),
  default_architecture: Type.Union([Type.Enum([...ARCHITECTURES]), Type.Null()], {
    description: 'Taken when a training is started without one',
    examples: ['lstm_autoencoder'],
  }),
  timezone: Type.String({ maxLength: 64, description: 'IANA name', examples: ['America/New_York'] }),
};
const PreferencesView = Type.Object(preferences, { description: 'What the user chose, or the default' });

function preferencesView(chosen: Preferences) {
  return {
    theme: chosen.theme,
    notifications_enabled: chosen.notificationsEnabled,
    email_notifications: chosen.emailNotifications,
    training_auto_stop: chosen.trainingAutoStop ?? false,
    default_architecture: chosen.defaultArchitecture as (typeof ARCHITECTURES)[number] | null,
    timezone: chosen.timezone,
  };
}

type Core = { identity: Identity; billing: Pick<Billing, 'subscriptionOf'> };

/** What concerns nobody but the user: profile, preferences, password, sessions. */
export function profileRoutes(app: HttpApp, { identity, billing }: Core): void {
  app.get(
    '/api/v1/profile',
    {
      schema: {
        tags,
        summary: 'My profile',
        response: {
          200: Type.Object(
            {
              user_id: Type.String({ examples: ['usr_1a2b3c4d'] }),
              username: Type.String({ examples: ['admin'] }),
              email: Type.String({ examples: ['admin@example.com'] }),
              role: Type.String({ examples: ['admin'] }),
              preferences: PreferencesView,
              subscription_tier: Type.String({ examples: ['pro'] }),
              mfa_enabled: Type.Boolean(),
              recovery_codes_left: Type.Integer({ examples: [10] }),
              token_balance: Type.Integer({ examples: [45000] }),
              tokens_used: Type.Integer({ examples: [5000] }),
              created_at: Type.String({ format: 'date-time' }),
            },
            { description: 'The user of the token' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const [user, chosen, subscription, recoveryCodesLeft] = await Promise.all([
        identity.me(principal),
        identity.preferencesOf(principal.id),
        billing.subscriptionOf(principal),
        identity.recoveryCodesLeft(principal),
      ]);
      return {
        user_id: user.publicId,
        username: user.username,
        email: user.email ?? '',
        role: mlRole(user.role),
        preferences: preferencesView(chosen),
        subscription_tier: subscription.plan,
        mfa_enabled: user.mfaEnabled,
        recovery_codes_left: recoveryCodesLeft,
        token_balance: subscription.tokenBalance,
        tokens_used: subscription.tokensUsed,
        created_at: user.createdAt.toISOString(),
      };
    },
  );

  app.get(
    '/api/v1/profile/preferences',
    {
      schema: {
        tags,
        summary: 'My preferences',
        response: { 200: PreferencesView, ...problems('unauthenticated') },
      },
    },
    async (request) => preferencesView(await identity.preferencesOf(principalOf(request).id)),
  );

  app.put(
    '/api/v1/profile/preferences',
    {
      schema: {
        tags,
        summary: 'Change my preferences',
        description: 'Changes what is sent and leaves the rest.',
        body: Type.Partial(Type.Object(preferences)),
        response: { 200: PreferencesView, ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => {
      const sent = request.body;
      const changes = Object.fromEntries(
        Object.entries({
          theme: sent.theme,
          notificationsEnabled: sent.notifications_enabled,
          emailNotifications: sent.email_notifications,
          trainingAutoStop: sent.training_auto_stop,
          defaultArchitecture: sent.default_architecture,
          timezone: sent.timezone,
        }).filter(([, value]) => value !== undefined),
      ) as Partial<Preferences>;
      if (Object.keys(changes).length === 0)
        throw invalid(`Send at least one of ${Object.keys(preferences).join(', ')}`, { code: 'VALIDATION_ERROR' });
      return preferencesView(await identity.changePreferences(principalOf(request), changes));
    },
  );

  app.put(
    '/api/v1/auth/change-password',
    {
      config: { rate: 'credentials' },
      schema: {
        tags,
        summary: 'Change my password',
        description: 'Ends all other sessions of the user; this one goes on.',
        body: Type.Object({
          current_password: Password('The one that holds now'),
          new_password: Password('At least 8 characters'),
        }),
        response: {
          200: Message('Password changed successfully'),
          ...problems('invalid', 'unauthenticated', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const { current_password: currentPassword, new_password: newPassword } = request.body;
      await identity.changePassword(principalOf(request), { currentPassword, newPassword }, originOf(request));
      return { message: 'Password changed successfully' };
    },
  );

  app.get(
    '/api/v1/profile/sessions',
    {
      schema: {
        tags,
        summary: 'Where I am logged in',
        response: {
          200: Type.Array(
            Type.Object({
              id: Type.String(),
              current: Type.Boolean({ description: 'The session of this very request' }),
              address: Type.String({ examples: ['192.0.2.7'] }),
              user_agent: Type.String({ examples: ['Mozilla/5.0 …'] }),
              created_at: Type.String({ format: 'date-time' }),
              expires_at: Type.String({ format: 'date-time' }),
            }),
            { description: 'Open sessions, newest first' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      return (await identity.sessionsOf(principal)).map((session) => ({
        id: session.id,
        current: session.id === principal.sessionId,
        address: session.address,
        user_agent: session.userAgent,
        created_at: session.createdAt.toISOString(),
        expires_at: session.expiresAt.toISOString(),
      }));
    },
  );

  app.delete(
    '/api/v1/profile/sessions/:id',
    {
      schema: {
        tags,
        summary: 'End one of my sessions',
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
        response: {
          204: Type.Null({ description: 'Ended, at once and everywhere' }),
          ...problems('unauthenticated', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      await identity.endSession(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
