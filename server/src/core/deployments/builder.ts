import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Compiled, CompileFailed, CompilerMissing } from '@signalbox/runtime';
import { buildEdgeBinary, prepareEdgeRuntime } from '@signalbox/runtime/edge';
import { decodeModel, type Model, type QuantizedWeights, quantize, quantizedBytes } from '@signalbox/runtime/model';
import { upstreamFailed } from '../../platform/errors.ts';
import type { Storage } from '../../platform/storage/types.ts';
import { type Architecture, architectures } from '../targets/index.ts';
import type { Deployment, Precision } from './schema.ts';

export type Weights = { model: Model; quantized: QuantizedWeights | null; parameters: number; bytes: number };
export type Binary = { key: string; path: string; bytes: number; sha256: string };

/** The first three steps of a deployment. Each can be repeated: the same model, device and compiler give the same bytes. */
export type BinaryBuilder = ReturnType<typeof createBinaryBuilder>;

/**
 * @param cacheDir where compiled programs are kept
 * @param cc the value of SIGNALBOX_CC
 */
export function createBinaryBuilder({
  storage,
  cacheDir,
  cc,
}: {
  storage: Storage;
  cacheDir: string;
  cc: string | undefined;
}) {
  /** @throws upstream_failed when there is no compiler for the device, with how to get one */
  async function compile(arch: Architecture, signal: AbortSignal): Promise<Compiled> {
    return explained(arch, prepareEdgeRuntime({ target: architectures[arch], cacheDir, cc, signal }));
  }

  /** The weights in the form in which the device has them: one byte each for `int8`, four for `float`. */
  async function quantizeWeights(modelFileKey: string, precision: Precision): Promise<Weights> {
    const { model, quantized } = decodeModel(await readFile(await storage.localPath(modelFileKey)));
    const weights = precision === 'float' ? null : (quantized ?? (await quantize(model)));
    const bytes = weights === null ? model.weights.byteLength : quantizedBytes(weights);
    return { model, quantized: weights, parameters: model.weights.length, bytes };
  }

  /** One static program out of the edge runtime and the weights, kept in storage for the transfer and for download. */
  async function pack(deployment: Deployment, weights: Weights, signal: AbortSignal): Promise<Binary> {
    const folder = await storage.temporaryFolder('deployment');
    const { model, quantized } = weights;
    const binary = await explained(
      deployment.targetArch,
      buildEdgeBinary({
        model,
        quantized,
        target: architectures[deployment.targetArch],
        cacheDir,
        cc,
        signal,
        output: join(folder, 'signalbox-edge'),
      }),
    );
    const key = `deployments/${deployment.tenantId}/${deployment.id}/signalbox-edge-${deployment.targetArch}`;
    await storage.adopt(key, binary.path);
    return { key, path: await storage.localPath(key), bytes: binary.bytes, sha256: binary.sha256 };
  }

  return { compile, quantizeWeights, pack };
}

async function explained<T>(arch: Architecture, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CompilerMissing) {
      throw upstreamFailed(
        `There is no C compiler for ${arch} on this server: ${error.message} Run npm install again for the one from npm, or name one with SIGNALBOX_CC.`,
      );
    }
    if (error instanceof CompileFailed)
      throw upstreamFailed(`The edge program did not compile for ${arch}: ${error.message}`);
    throw error;
  }
}
