/** Models on devices: compile, quantize, package, transfer, and a record of each step. */

export { type BinaryBuilder, createBinaryBuilder } from './builder.ts';
export { type Certificate, type Certificates, createCertificates } from './certificate.ts';
export { deploymentJob } from './run.ts';
export type { Deployment, DeploymentStatus, NewDeployment, Precision } from './schema.ts';
export { createDeployments, type Deployments } from './service.ts';
