import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Identity, Origin, User } from '../../../core/identity/index.ts';
import { type HttpApp, IdempotencyHeaders, once } from '../../../platform/http/index.ts';
import { mlRole, principalOf, problems } from '../dialect.ts';

const tags = ['Authentication'];
const roleSchema = Type.Union([Type.Literal('admin'), Type.Literal('operator'), Type.Literal('viewer')]);

// Lengths bound the work of hashing and looking up; what a name or password must be like is decided in core.
const Username = Type.String({ maxLength: 254, description: 'Name of the user', examples: ['admin'] });
const Email = Type.String({ maxLength: 254, examples: ['user@example.com'] });
/** A password, of a length whose hashing is bounded work. */
export const Password = (description: string) =>
  Type.String({ maxLength: 1024, description, examples: ['secure_password'] });
/** An answer that only says that it was done. */
export const Message = (example: string) =>
  Type.Object({ message: Type.String({ examples: [example] }) }, { description: example });

const UserView = Type.Object({
  id: Type.String({ examples: ['usr_1a2b3c4d'] }),
  username: Type.String({ examples: ['admin'] }),
  email: Type.String({ examples: ['admin@example.com'] }),
  role: roleSchema,
});
const userView = (user: User) => ({
  id: user.publicId,
  username: user.username,
  email: user.email ?? '',
  role: mlRole(user.role),
});

/** Logging in and out, signing up, proving an address, choosing a new password. */
export function authRoutes(app: HttpApp, { identity }: { identity: Identity }): void {
  sessionRoutes(app, identity);
  signupRoutes(app, identity);
  passwordRoutes(app, identity);
}

function sessionRoutes(app: HttpApp, identity: Identity): void {
  app.post(
    '/api/v1/auth/login',
    {
      config: { public: true, rate: 'login' },
      schema: {
        tags,
        summary: 'Log in',
        description:
          'Returns an opaque bearer token, valid for 24 hours or until it is logged out. At most 30 attempts a minute per address.',
        body: Type.Object({ username: Username, password: Password('Password of the user') }),
        response: {
          200: Type.Object(
            {
              token: Type.String({ description: 'Send it as `Authorization: Bearer <token>`' }),
              user: UserView,
              email_verified: Type.Boolean(),
              mfa_required: Type.Boolean({
                description: 'When true, the token opens nothing but `auth/mfa/validate`, which gives another',
              }),
            },
            { description: 'Logged in' },
          ),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const { token, user, mfaRequired } = await identity.login(request.body, originOf(request));
      return { token, user: userView(user), email_verified: user.emailVerified, mfa_required: mfaRequired };
    },
  );

  app.post(
    '/api/v1/auth/logout',
    {
      schema: {
        tags,
        summary: 'Log out',
        description: 'Ends the session of the token, at once and everywhere.',
        response: { 200: Message('Logged out'), ...problems('unauthenticated') },
      },
    },
    async (request) => {
      await identity.logout(principalOf(request));
      return { message: 'Logged out' };
    },
  );

  app.get(
    '/api/v1/auth/session',
    {
      schema: {
        tags,
        summary: 'Check the token',
        response: {
          200: Type.Object(
            { valid: Type.Boolean(), user: Type.Pick(UserView, ['id', 'username', 'role']) },
            { description: 'The token is valid' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const { email: _, ...user } = userView(await identity.me(principalOf(request)));
      return { valid: true, user };
    },
  );

  app.get(
    '/api/v1/auth/me',
    {
      schema: {
        tags,
        summary: 'Who am I',
        response: {
          200: Type.Object(
            { ...UserView.properties, created_at: Type.String({ format: 'date-time' }) },
            { description: 'The user of the token' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const user = await identity.me(principalOf(request));
      return { ...userView(user), created_at: user.createdAt.toISOString() };
    },
  );
}

function signupRoutes(app: HttpApp, identity: Identity): void {
  const config = { public: true, rate: 'credentials' };

  app.post(
    '/api/v1/auth/signup',
    {
      config,
      schema: {
        tags,
        summary: 'Sign up',
        description:
          'Creates an account with a free plan and mails a six-digit code to the address; logging in works once it is verified.',
        headers: IdempotencyHeaders,
        body: Type.Object({
          username: Type.String({
            maxLength: 254,
            description: 'At least 3 characters: letters, digits, underscores',
            examples: ['newuser'],
          }),
          email: Email,
          password: Password('At least 8 characters'),
        }),
        response: {
          201: Type.Object(
            {
              message: Type.String({ examples: ['Account created. Check your email for verification code.'] }),
              user_id: Type.String({ examples: ['newuser'], description: 'The name of the new user' }),
            },
            { description: 'Account created' },
          ),
          ...problems('invalid', 'forbidden', 'conflict', 'rate_limited'),
        },
      },
    },
    (request, reply) => {
      const view = (user: User) => ({
        message: 'Account created. Check your email for verification code.',
        user_id: user.username,
      });
      return once(request, reply, { status: 201, view }, (remember) => identity.signUp(request.body, remember));
    },
  );

  app.post(
    '/api/v1/auth/verify-email',
    {
      config,
      schema: {
        tags,
        summary: 'Verify an address',
        description: 'With the code mailed after signing up. It lives for 15 minutes and can be tried five times.',
        body: Type.Object({ email: Email, code: Type.String({ maxLength: 20, examples: ['482917'] }) }),
        response: { 200: Message('Email verified successfully'), ...problems('invalid', 'rate_limited') },
      },
    },
    async (request) => {
      await identity.verifyEmail(request.body);
      return { message: 'Email verified successfully' };
    },
  );

  app.post(
    '/api/v1/auth/resend-verification',
    {
      config,
      schema: {
        tags,
        summary: 'Send a new code',
        description: 'The answer is the same whether the address has an account or not.',
        body: Type.Object({ email: Email }),
        response: { 200: Message('Verification code sent'), ...problems('invalid', 'rate_limited') },
      },
    },
    async (request) => {
      await identity.resendVerification(request.body.email);
      return { message: 'Verification code sent' };
    },
  );
}

function passwordRoutes(app: HttpApp, identity: Identity): void {
  const config = { public: true, rate: 'credentials' };

  app.post(
    '/api/v1/auth/forgot-password',
    {
      config,
      schema: {
        tags,
        summary: 'Ask for a new password',
        description:
          'Mails a link that works once, for 30 minutes. The answer never tells whether there is an account.',
        body: Type.Object({ email: Email }),
        response: {
          200: Message('If an account exists with that email, a reset link has been sent.'),
          ...problems('invalid', 'rate_limited'),
        },
      },
    },
    async (request) => {
      await identity.forgotPassword(request.body.email);
      return { message: 'If an account exists with that email, a reset link has been sent.' };
    },
  );

  app.post(
    '/api/v1/auth/reset-password',
    {
      config,
      schema: {
        tags,
        summary: 'Choose a new password',
        description: 'With the token of the mail. Ends all sessions of the user.',
        body: Type.Object({
          token: Type.String({ maxLength: 254, examples: ['8c7f6a52-0f3e-4f6e-9d0e-5f1f7c9a1b2c'] }),
          new_password: Password('At least 8 characters'),
        }),
        response: { 200: Message('Password reset successfully'), ...problems('invalid', 'rate_limited') },
      },
    },
    async (request) => {
      const { token, new_password: newPassword } = request.body;
      await identity.resetPassword({ token, newPassword });
      return { message: 'Password reset successfully' };
    },
  );
}

/** Where a request comes from. */
export function originOf(request: FastifyRequest): Origin {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
}
