import { Type } from 'typebox';
import type { Deployment as DeploymentEntity } from '../../../core/deployments/index.ts';
import { type Architecture, architectures, type Target as TargetEntity } from '../../../core/targets/index.ts';

const archNames = Object.keys(architectures) as Architecture[];
export const Arch = Type.Unsafe<Architecture>(
  Type.Enum(archNames, { description: 'Processor and system of the device' }),
);
export const Precision = Type.Unsafe<'int8' | 'float'>(
  Type.Enum(['int8', 'float'], { description: 'Weights on the device; default int8' }),
);
const Time = Type.String({ format: 'date-time' });
const Nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()]);

export const Deployment = Type.Object({
  id: Type.String(),
  model_id: Type.String(),
  model_name: Type.String(),
  target_id: Nullable(Type.String()),
  target_ip: Type.String(),
  target_name: Type.String(),
  target_arch: Type.String(),
  precision: Type.String(),
  status: Type.Enum(['compiling', 'quantizing', 'packaging', 'transferring', 'deployed', 'failed', 'cancelled']),
  failed_step: Nullable(Type.String()),
  error: Nullable(Type.String({ description: 'Why it failed, and what to do about it' })),
  binary_size_bytes: Type.Union([Type.Integer(), Type.Null()]),
  binary_sha256: Nullable(Type.String()),
  created_at: Time,
  packaged_at: Nullable(Time),
  deployed_at: Nullable(Time),
  deployed_by: Type.String(),
});

export const DeploymentLine = Type.Object({ at: Time, line: Type.String() });

export function deploymentView(d: DeploymentEntity) {
  return {
    id: d.id,
    model_id: d.modelId,
    model_name: d.modelName,
    target_id: d.targetId,
    target_ip: d.targetIp,
    target_name: d.targetName,
    target_arch: d.targetArch,
    precision: d.precision,
    status: d.status,
    failed_step: d.failedStep,
    error: d.error,
    binary_size_bytes: d.binarySizeBytes,
    binary_sha256: d.binarySha256,
    created_at: d.createdAt.toISOString(),
    packaged_at: d.packagedAt?.toISOString() ?? null,
    deployed_at: d.deployedAt?.toISOString() ?? null,
    deployed_by: d.deployedBy,
  };
}

export const Target = Type.Object({
  id: Type.String(),
  name: Type.String(),
  ip: Type.String(),
  port: Type.Integer(),
  edge_port: Type.Integer(),
  username: Type.String(),
  auth_method: Type.String(),
  /** Says that there is one; the value never leaves the server. */
  credential: Type.Literal('********'),
  host_key: Nullable(Type.String()),
  arch: Type.String(),
  directory: Type.String(),
  status: Type.Enum(['online', 'offline', 'unknown']),
  current_model: Nullable(Type.String()),
  current_model_version: Nullable(Type.String()),
  last_seen: Nullable(Time),
  created_at: Time,
});

export function targetView(t: TargetEntity) {
  return {
    id: t.id,
    name: t.name,
    ip: t.host,
    port: t.sshPort,
    edge_port: t.edgePort,
    username: t.username,
    auth_method: t.authMethod,
    credential: '********' as const,
    host_key: t.hostKey,
    arch: t.arch,
    directory: t.directory,
    status: t.status,
    current_model: t.currentModel,
    current_model_version: t.currentModelVersion,
    last_seen: t.lastSeen?.toISOString() ?? null,
    created_at: t.createdAt.toISOString(),
  };
}
