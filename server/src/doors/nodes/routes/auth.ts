import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Identity, User } from '../../../core/identity/index.ts';
import type { SettingsService } from '../../../core/settings/index.ts';
import { HouseError, invalid, unauthenticated } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { type NodesDialect, principalOf, problems } from '../dialect.ts';
import { NullableText, UserInfo, userView } from '../views.ts';

const tags = ['Authentication'];
const LoginAnswer = Type.Object({
  success: Type.Boolean(),
  csrf_token: NullableText,
  user: Type.Union([UserInfo, Type.Null()]),
  error: NullableText,
});

export type AuthParts = {
  identity: Identity;
  settings: Pick<SettingsService, 'current'>;
  dialect: NodesDialect;
};

/** Logging in and out: `/auth`. */
export function authRoutes(app: HttpApp, { identity, settings, dialect }: AuthParts): void {
  app.post(
    '/api/v1/auth/login',
    {
      config: { public: true, rate: 'login' },
      schema: {
        tags,
        summary: 'Log in',
        description:
          'Sets the cookies `session` (httpOnly) and `csrf_token`. Somebody with a second factor sends its code as `mfa_code`.',
        body: Type.Object(
          {
            username: Type.String({ maxLength: 1000 }),
            password: Type.String({ maxLength: 2000 }),
            mfa_code: Type.Optional(Type.String({ maxLength: 20 })),
          },
          { examples: [{ username: 'nobody', password: 'correct horse 1' }] },
        ),
        response: { 200: LoginAnswer, ...problems('invalid', 'unauthenticated', 'rate_limited') },
      },
    },
    async (request, reply) => {
      const { username, password, mfa_code: code } = request.body;
      if (Buffer.byteLength(username) > 64 || Buffer.byteLength(password) > 128) throw invalid('Invalid credentials');
      const seconds = settings.current().session_lifetime_hours * 3600;
      const { token, user } = await logIn({ username, password, code }, seconds, request);
      const csrf = dialect.open(request, reply, token, seconds);
      return { success: true, csrf_token: csrf, user: userView(user), error: null };
    },
  );

  /** @throws unauthenticated in this door's words */
  async function logIn(
    { username, password, code }: { username: string; password: string; code: string | undefined },
    seconds: number,
    request: FastifyRequest,
  ): Promise<{ token: string; user: User }> {
    const origin = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
    try {
      const { token, user, mfaRequired } = await identity.login({ username, password }, origin, seconds);
      if (!mfaRequired) return { token, user };
      if (code === undefined)
        throw unauthenticated('A second factor is needed: send its code as mfa_code, too', { code: 'MFA_REQUIRED' });
      return { token: await identity.finishLogin({ username, code, pendingToken: token }, origin, seconds), user };
    } catch (error) {
      throw inWordsOfThisDoor(error);
    }
  }

  app.post(
    '/api/v1/auth/logout',
    {
      schema: {
        tags,
        summary: 'Log out',
        description: 'The session ends at once, everywhere.',
        response: { 200: Type.Object({ success: Type.Boolean() }), ...problems('unauthenticated', 'forbidden') },
      },
    },
    async (request, reply) => {
      await identity.logout(principalOf(request));
      dialect.clear(request, reply);
      return { success: true };
    },
  );
}

const words: Record<string, string> = {
  ACCOUNT_DISABLED: 'Account is disabled',
  ACCOUNT_EXPIRED: 'Account has expired',
  ACCOUNT_LOCKED: 'Too many login attempts. Try again later.',
  RATE_LIMITED: 'Too many login attempts. Try again later.',
};

function inWordsOfThisDoor(error: unknown): unknown {
  if (!(error instanceof HouseError)) return error;
  const { code, message } = error;
  if (error.kind === 'forbidden') return unauthenticated(words[code] ?? message, { code });
  if (words[code] === undefined) return error;
  const { retryAfterSeconds } = error;
  return new HouseError(error.kind, words[code], {
    code,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
