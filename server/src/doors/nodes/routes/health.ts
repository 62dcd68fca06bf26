import { Type } from 'typebox';
import type { HttpApp } from '../../../platform/http/index.ts';

/** `/health`, for whoever watches this server. */
export function healthRoute(
  app: HttpApp,
  { version, isSelfSigned }: { version: string; isSelfSigned: () => boolean },
): void {
  app.get(
    '/health',
    {
      config: { public: true },
      schema: {
        tags: ['System'],
        summary: 'Whether the server runs',
        response: {
          200: Type.Object({
            status: Type.String(),
            service: Type.String(),
            version: Type.String(),
            self_signed_cert: Type.Boolean(),
          }),
        },
      },
    },
    async () => ({ status: 'ok', service: 'signalbox', version, self_signed_cert: isSelfSigned() }),
  );
}
