import { Type } from 'typebox';
import type { ServerCertificate } from '../../../core/settings/index.ts';
import { type SettingsService, settingNames, settingRanges } from '../../../core/settings/index.ts';
import { HouseError } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['Settings'];
const Settings = Type.Object(
  Object.fromEntries(
    settingNames.map((name) => {
      const { min, max, default: preset } = settingRanges[name];
      return [name, Type.Integer({ minimum: min, maximum: max, description: `Default ${preset}` })];
    }),
  ),
);

/** Settings that hold at once, and the certificate: `/settings`. */
export function settingRoutes(
  app: HttpApp,
  { settings, certificate }: { settings: SettingsService; certificate: ServerCertificate },
): void {
  app.get(
    '/api/v1/settings',
    {
      schema: {
        tags,
        summary: 'Read the settings',
        response: { 200: Settings, ...problems('unauthenticated', 'forbidden') },
      },
    },
    async (request) => settings.list(principalOf(request)),
  );

  app.put(
    '/api/v1/settings',
    {
      schema: {
        tags,
        summary: 'Change settings',
        description: 'All that are sent or none. They hold at once, for the whole installation.',
        body: Type.Object(
          { settings: Type.Record(Type.String(), Type.Unknown()) },
          { examples: [{ settings: { events_retention_days: 30 } }] },
        ),
        response: { 200: Settings, ...problems('invalid', 'unauthenticated', 'forbidden') },
      },
    },
    async (request) => settings.change(principalOf(request), request.body.settings),
  );

  app.get(
    '/api/v1/settings/tls',
    {
      schema: {
        tags,
        summary: 'Show the TLS certificate',
        response: {
          200: Type.Object({
            cert_path: Type.String(),
            key_path: Type.String(),
            is_self_signed: Type.Boolean(),
            subject: Type.String(),
            issuer: Type.String(),
            not_before: Type.String({ format: 'date-time' }),
            not_after: Type.String({ format: 'date-time' }),
            fingerprint: Type.String({ description: 'SHA-256, as nodes pin it' }),
            names: Type.Array(Type.String()),
            in_use: Type.Boolean({ description: 'False behind a proxy' }),
          }),
          ...problems('unauthenticated', 'forbidden'),
        },
      },
    },
    async (request) => {
      const shown = await certificate.show(principalOf(request));
      return {
        cert_path: shown.path,
        key_path: shown.path,
        is_self_signed: shown.isSelfSigned,
        subject: shown.subject,
        issuer: shown.issuer,
        not_before: shown.notBefore.toISOString(),
        not_after: shown.notAfter.toISOString(),
        fingerprint: shown.fingerprint,
        names: shown.names,
        in_use: shown.isInUse,
      };
    },
  );

  app.post(
    '/api/v1/settings/tls/upload',
    {
      schema: {
        tags,
        summary: 'Upload a TLS certificate and its key',
        description: 'PEM. New connections use them at once; no restart is needed. The key cannot be read again.',
        body: Type.Object(
          {
            cert_pem: Type.String({ maxLength: 100_000, description: 'The certificate, and the chain behind it' }),
            key_pem: Type.String({ maxLength: 20_000 }),
          },
          { examples: [{ cert_pem: '-----BEGIN CERTIFICATE-----', key_pem: '-----BEGIN PRIVATE KEY-----' }] },
        ),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            message: Type.Optional(Type.String()),
            error: Type.Optional(Type.String()),
          }),
          ...problems('invalid', 'unauthenticated', 'forbidden'),
        },
      },
    },
    async (request) => {
      try {
        const { cert_pem: cert, key_pem: key } = request.body;
        const { notAfter } = await certificate.replace(principalOf(request), { cert, key });
        return {
          success: true,
          message: `Certificate uploaded; new connections use it. Valid until ${notAfter.toISOString()}.`,
        };
      } catch (error) {
        // This operation says 200 and `success: false` of what is wrong with the files.
        if (error instanceof HouseError && error.kind === 'invalid') return { success: false, error: error.message };
        throw error;
      }
    },
  );
}
