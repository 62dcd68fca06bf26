import { createHmac } from 'node:crypto';
import { equalSecrets } from '../../platform/crypto/index.ts';
import { conflict, HouseError } from '../../platform/errors.ts';
import type { ModelService } from '../models/index.ts';
import type { Principal } from '../principal.ts';
import type { Deployment } from './schema.ts';

export type Certificate = {
  deployment: Deployment;
  /** Null when the model was deleted since. */
  modelSha256: string | null;
  /** Hexadecimal; only this server can make it. */
  attestation: string;
};

export type Certificates = {
  /** @throws not_found, forbidden; conflict before there is a program */
  get(principal: Principal, id: string): Promise<Certificate>;
  /** Whether a code is that of the deployment as it is now. @throws like `get` */
  verify(principal: Principal, id: string, code: string): Promise<boolean>;
};

/** Vouches for deployments: an HMAC over what was deployed, by a key that never leaves the server. */
export function createCertificates(options: {
  deployments: { get(principal: Principal, id: string): Promise<Deployment> };
  models: Pick<ModelService, 'get'>;
  /** 32 bytes for nothing but this. */
  key: Buffer;
}): Certificates {
  const { deployments, models, key } = options;

  async function get(principal: Principal, id: string): Promise<Certificate> {
    const deployment = await deployments.get(principal, id);
    if (deployment.binarySha256 === null) {
      throw conflict(
        `Deployment ${id} has no certificate yet: its program is not built (status: ${deployment.status}).`,
      );
    }
    const modelSha256 = await models.get(principal, deployment.modelId).then(
      ({ sha256 }) => sha256,
      (error) => {
        if (error instanceof HouseError && (error.kind === 'not_found' || error.kind === 'forbidden')) return null;
        throw error;
      },
    );
    return { deployment, modelSha256, attestation: attest(key, deployment) };
  }

  return {
    get,
    async verify(principal, id, code) {
      const { attestation } = await get(principal, id);
      return equalSecrets(code.trim().toLowerCase(), attestation);
    },
  };
}

/** An array of texts: no two different deployments have the same. The model's file is a part of the program's checksum. */
function attest(key: Buffer, d: Deployment): string {
  const facts = [
    d.id,
    d.tenantId,
    d.modelId,
    d.modelName,
    d.targetName,
    d.targetIp,
    d.targetArch,
    d.precision,
    d.binarySha256,
    d.binarySizeBytes,
    d.deployedBy,
    d.status,
    (d.deployedAt ?? d.packagedAt)?.toISOString(),
  ];
  return createHmac('sha256', key).update(JSON.stringify(facts)).digest('hex');
}
