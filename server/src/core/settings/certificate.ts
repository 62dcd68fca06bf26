import type { Database } from '../../platform/database/index.ts';
import { forbidden } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { CertificateInfo, Certificates, TlsPair } from '../../platform/tls/index.ts';
import { type Identity, requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';

/** The certificate of the installation, for those who run it. */
export type ServerCertificate = {
  /** Where it is kept is told only to who runs the installation; `path` is empty for others. @throws forbidden */
  show(principal: Principal): Promise<CertificateInfo & { isInUse: boolean }>;
  /** The key can never be read again. @throws forbidden, invalid */
  replace(principal: Principal, pair: TlsPair): Promise<CertificateInfo>;
};

export function createServerCertificate({
  certificates,
  isInUse,
  identity,
  database,
  events,
}: {
  certificates: Certificates;
  /** False behind a proxy that has a certificate of its own. */
  isInUse: boolean;
  identity: Pick<Identity, 'runsInstallation'>;
  database: Database;
  events: Events;
}): ServerCertificate {
  return {
    async show(principal) {
      requireRole(principal, 'admin');
      const info = certificates.info();
      return { ...info, isInUse, path: (await identity.runsInstallation(principal)) ? info.path : '' };
    },
    async replace(principal, pair) {
      requireRole(principal, 'admin');
      if (!(await identity.runsInstallation(principal)))
        throw forbidden('The certificate is that of the whole installation; only who runs it may replace it');
      const info = await certificates.install(pair);
      const { subject, issuer, fingerprint, notAfter } = info;
      await database.transaction((tx) =>
        events.append(tx, {
          tenantId: principal.tenantId,
          type: 'settings.certificate_replaced',
          subject: 'settings',
          actor: actorOf(principal),
          data: { subject, issuer, fingerprint, notAfter: notAfter.toISOString() },
        }),
      );
      return info;
    },
  };
}
