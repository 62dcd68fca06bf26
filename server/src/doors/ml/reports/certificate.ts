import type { Certificate } from '../../../core/deployments/index.ts';
import { architectures } from '../../../core/targets/index.ts';
import { facts, html, page, time } from './page.ts';

/** What was deployed where, on paper, with a code by which this server knows its own certificates. */
export function deploymentCertificate({ deployment: d, modelSha256, attestation }: Certificate): string {
  const isDeployed = d.status === 'deployed';
  const code = (text: string | null) => html`<code>${text ?? '–'}</code>`;
  return page(
    d.targetName,
    'Deployment certificate',
    `Certificate ${d.id}`,
    html`
<section class="${isDeployed ? 'seal' : 'seal caution'}">
<strong>${isDeployed ? 'Deployed and verified.' : 'Built, not on the device.'}</strong>
${
  isDeployed
    ? 'The device received the program with the checksum below, and it was tried there before it took its place.'
    : `The program was built and its checksum is certified; the deployment is ${d.status}.`
}
</section>
<section><h2>Model</h2>${facts(
      [
        ['Name', d.modelName],
        ['Id', code(d.modelId)],
        ['SHA-256', code(modelSha256)],
        ['Quantization', d.precision === 'int8' ? 'int8 weights' : 'none: 32-bit float weights'],
      ],
      'lines',
    )}</section>
<section><h2>Target</h2>${facts(
      [
        ['Name', d.targetName],
        ['Address', d.targetIp],
        ['Processor', `${architectures[d.targetArch]} (${d.targetArch})`],
      ],
      'lines',
    )}</section>
<section><h2>Program</h2>${facts(
      [
        ['SHA-256', code(d.binarySha256)],
        ['Size', `${(d.binarySizeBytes ?? 0).toLocaleString('en')} bytes`],
        ['Built', d.packagedAt ? time(d.packagedAt) : '–'],
      ],
      'lines',
    )}</section>
<section><h2>Deployment</h2>${facts(
      [
        ['Certificate id', code(d.id)],
        ['Deployed by', d.deployedBy],
        ['Date', time(d.deployedAt ?? d.packagedAt ?? d.createdAt)],
        ['Status', d.status],
      ],
      'lines',
    )}</section>
<section><h2>Attestation</h2>
<p><code>${attestation}</code></p>
<p>HMAC-SHA-256 by this server's key over the model, the target, the program's checksum and size, who, when and how it ended. Whether a printed certificate is true to the server's records: <code>GET /api/v1/deployments/${d.id}/attestation?code=…</code> with this code.</p>
</section>`,
  );
}
