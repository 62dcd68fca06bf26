import { Type } from 'typebox';
import type { Identity } from '../../../core/identity/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { bearerToken, principalOf, problems } from '../dialect.ts';
import { Message, originOf } from './auth.ts';

const tags = ['Second factor'];
const Code = Type.String({
  maxLength: 40,
  description: 'Six digits of the authenticator app, or a recovery code where one is accepted',
  examples: ['482917'],
});
const body = Type.Object({ code: Code });

/** Setting up a second factor, and the second step of a login. */
export function mfaRoutes(app: HttpApp, { identity }: { identity: Identity }): void {
  app.post(
    '/api/v1/mfa/setup',
    {
      schema: {
        tags,
        summary: 'Begin to set up a second factor',
        description:
          'Makes a secret for an authenticator app (TOTP: SHA-1, 6 digits, 30 s). It counts once `mfa/verify` has seen a code of it; asking again makes another.',
        response: {
          200: Type.Object(
            {
              secret: Type.String({ description: 'Base32, 160 bit', examples: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'] }),
              provisioning_uri: Type.String({
                examples: ['otpauth://totp/Signalbox:user%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Signalbox'],
              }),
              qr_code: Type.String({ description: 'The same as a PNG to scan', examples: ['data:image/png;base64,…'] }),
            },
            { description: 'Scan or type it, then verify a code' },
          ),
          ...problems('unauthenticated', 'conflict'),
        },
      },
    },
    async (request) => {
      const { secret, provisioningUri, qrCode } = await identity.setUpMfa(principalOf(request));
      return { secret, provisioning_uri: provisioningUri, qr_code: qrCode };
    },
  );

  app.post(
    '/api/v1/mfa/verify',
    {
      config: { rate: 'credentials' },
      schema: {
        tags,
        summary: 'Turn the second factor on',
        description: 'With the first code of the app. Tells ten recovery codes, this once: each replaces one code.',
        body,
        response: {
          200: Type.Object(
            {
              message: Type.String({ examples: ['MFA enabled successfully'] }),
              recovery_codes: Type.Array(Type.String(), { examples: [['k3vqa-7hd2m']] }),
            },
            { description: 'MFA enabled successfully' },
          ),
          ...problems('invalid', 'unauthenticated', 'conflict', 'rate_limited'),
        },
      },
    },
    async (request) => ({
      message: 'MFA enabled successfully',
      recovery_codes: await identity.enableMfa(principalOf(request), request.body.code),
    }),
  );

  app.post(
    '/api/v1/mfa/disable',
    {
      config: { rate: 'credentials' },
      schema: {
        tags,
        summary: 'Turn the second factor off',
        description: 'With a code of the app or a recovery code.',
        body,
        response: { 200: Message('MFA disabled'), ...problems('invalid', 'unauthenticated', 'rate_limited') },
      },
    },
    async (request) => {
      await identity.disableMfa(principalOf(request), request.body.code);
      return { message: 'MFA disabled' };
    },
  );

  app.post(
    '/api/v1/auth/mfa/validate',
    {
      config: { public: true, rate: 'login' },
      schema: {
        tags,
        summary: 'Finish a login with a code',
        description: [
          'The second step where `auth/login` said `mfa_required`, within five minutes. Send its token as',
          '`Authorization: Bearer …`; without it the newest unfinished login of that user from the same address is meant.',
          'Codes count once; ten wrong ones in a quarter of an hour end the guessing.',
        ].join(' '),
        body: Type.Object({ username: Type.String({ maxLength: 254, examples: ['admin'] }), code: Code }),
        response: {
          200: Type.Object(
            {
              message: Type.String({ examples: ['MFA validated'] }),
              token: Type.String({ description: 'Send it as `Authorization: Bearer <token>`' }),
            },
            { description: 'Logged in' },
          ),
          ...problems('invalid', 'unauthenticated', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const given = { ...request.body, pendingToken: bearerToken(request) };
      return { message: 'MFA validated', token: await identity.finishLogin(given, originOf(request)) };
    },
  );
}
