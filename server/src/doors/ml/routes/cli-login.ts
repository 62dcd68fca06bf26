import { Type } from 'typebox';
import type { Identity } from '../../../core/identity/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { mlRole, problems } from '../dialect.ts';
import { originOf } from './auth.ts';

const tags = ['Command line'];
const Code = Type.String({
  maxLength: 200,
  description: 'Made up by the command line',
  examples: ['cli_1a2b3c4d-5e6'],
});
const EXPIRES_IN = 120;

/**
 * Logging in a command line: it shows a link, somebody who is logged in confirms it in the browser, and it gets a session
 * of its own.
 *
 * @param baseUrl where people reach this server
 */
export function cliLoginRoutes(
  app: HttpApp,
  { identity, baseUrl }: { identity: Identity; baseUrl: () => string },
): void {
  const config = { public: true, rate: 'credentials' };

  app.post(
    '/api/v1/auth/cli/init',
    {
      config,
      schema: {
        tags,
        summary: 'Begin to log in a command line',
        description: 'The code lives for two minutes. Whoever knows it gets the session: make it of random characters.',
        body: Type.Object({ session_code: Code }),
        response: {
          200: Type.Object(
            {
              session_code: Code,
              verify_url: Type.String({ examples: ['http://localhost:8080/auth/verify?code=cli_1a2b3c4d-5e6'] }),
              expires_in: Type.Integer({ description: 'Seconds', examples: [EXPIRES_IN] }),
            },
            { description: 'Show the link, then poll' },
          ),
          ...problems('invalid', 'conflict', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const { session_code: code } = request.body;
      await identity.beginDeviceLogin(code, originOf(request));
      const verifyUrl = `${baseUrl().replace(/\/$/, '')}/auth/verify?code=${encodeURIComponent(code)}`;
      return { session_code: code, verify_url: verifyUrl, expires_in: EXPIRES_IN };
    },
  );

  app.get(
    '/api/v1/auth/cli/poll',
    {
      // Once a second for two minutes.
      config: { public: true, rate: 'poll' },
      schema: {
        tags,
        summary: 'Has it been confirmed?',
        querystring: Type.Object({ code: Code }),
        response: {
          200: Type.Object(
            {
              status: Type.Enum(['pending', 'verified']),
              token: Type.Optional(Type.String({ description: 'Told once' })),
              username: Type.Optional(Type.String({ examples: ['admin'] })),
              role: Type.Optional(Type.String({ examples: ['admin'] })),
            },
            { description: 'Not yet, or the session' },
          ),
          ...problems('invalid', 'not_found', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const login = await identity.pollDeviceLogin(request.query.code, originOf(request));
      if (!login) return { status: 'pending' as const };
      const { username, role } = login.user;
      return { status: 'verified' as const, token: login.token, username, role: mlRole(role) };
    },
  );

  app.get(
    '/api/v1/auth/cli/request',
    {
      config,
      schema: {
        tags,
        summary: 'Who asks to be let in',
        description: 'For the page that asks a person to confirm.',
        querystring: Type.Object({ code: Code }),
        response: {
          200: Type.Object(
            {
              address: Type.String({ examples: ['192.0.2.7'] }),
              user_agent: Type.String({ examples: ['prometheus-cli/0.1.0'] }),
              confirmed: Type.Boolean(),
            },
            { description: 'A command line that waits' },
          ),
          ...problems('invalid', 'not_found', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const { address, userAgent, userId } = await identity.findDeviceLogin(request.query.code);
      return { address, user_agent: userAgent, confirmed: userId !== null };
    },
  );

  app.post(
    '/api/v1/auth/cli/verify',
    {
      config,
      schema: {
        tags,
        summary: 'Let a command line in',
        description:
          'As the user of the session token that is sent; name and role are looked up, and the command line gets a session of its own.',
        body: Type.Object({
          code: Code,
          token: Type.String({ maxLength: 200, description: 'Of an open session' }),
          username: Type.Optional(Type.String({ maxLength: 254, description: 'Not believed' })),
          role: Type.Optional(Type.String({ maxLength: 64, description: 'Not believed' })),
        }),
        response: {
          200: Type.Object(
            {
              status: Type.String({ examples: ['verified'] }),
              message: Type.String({ examples: ['CLI session verified'] }),
            },
            { description: 'CLI session verified' },
          ),
          ...problems('invalid', 'unauthenticated', 'not_found', 'rate_limited'),
        },
      },
    },
    async (request) => {
      await identity.confirmDeviceLogin(request.body.token, request.body.code);
      return { status: 'verified', message: 'CLI session verified' };
    },
  );
}
