import { upstreamFailed } from '../../platform/errors.ts';
import { storable } from '../../platform/failure-text.ts';
import type { SshConnection } from '../../platform/ssh/index.ts';
import { type Architecture, architectures, type Target } from '../targets/index.ts';

/** What the device must be running when the transfer is over. */
export type Shipment = { path: string; sha256: string; arch: Architecture; modelId: string };

/** Names in the device's folder. The one before is kept, and comes back when the new one does not get healthy. */
const FILE = 'signalbox-edge';
const HEALTH_TRIES = 40;
const HEALTH_PAUSE_MS = 250;

/** `uname -m` of the machines that each binary runs on. A 64-bit ARM kernel runs the 32-bit binary too. */
const machines: Record<(typeof architectures)[Architecture], RegExp> = {
  armv7: /^(armv[78]l|aarch64)$/,
  aarch64: /^aarch64$/,
  x86_64: /^x86_64$/,
};

/**
 * Puts the binary on the device and has it run: copy beside the old one, compare checksums, try it, swap, restart, and ask
 * its `/health` through the SSH connection. If the new one does not come up, the old one is put back and started again.
 *
 * @returns the version that the running program reports
 * @throws upstream_failed with what the device said
 */
export async function transfer(
  ssh: SshConnection,
  target: Pick<Target, 'directory' | 'edgePort'>,
  shipment: Shipment,
  report: (line: string) => Promise<void>,
): Promise<{ version: string }> {
  const run = async (what: string, script: string) => {
    const result = await ssh.exec(script);
    if (result.code !== 0) {
      const said = (result.stderr || result.stdout).trim().slice(-500) || `exit status ${result.code}`;
      throw upstreamFailed(`${what} failed on the device: ${said}`);
    }
    return result.stdout.trim();
  };
  const directory = shellPath(target.directory);
  const next = `${target.directory}/${FILE}.next`;

  const machine = await run('Preparing the folder', `mkdir -p ${directory} && uname -m`);
  if (!machines[architectures[shipment.arch]].test(machine)) {
    throw upstreamFailed(
      `The device is a ${machine}, but the binary is built for ${shipment.arch}. Register the target with its right arch and deploy again.`,
    );
  }

  await report(`copying to ${next}`);
  await ssh.put(shipment.path, next, 0o755);
  const sum = await run('The checksum', `cd ${directory} && sha256sum ${FILE}.next`);
  if (!sum.startsWith(shipment.sha256)) {
    throw upstreamFailed(
      `The copy on the device has another checksum (${sum.slice(0, 64)}): is its disk full or failing?`,
    );
  }
  await run('The self-test of the binary', `cd ${directory} && ./${FILE}.next --self-test`);

  await report('swapping binaries and restarting');
  await run('The swap', swapScript(directory, target.edgePort));
  const version = await healthyVersion(ssh, target.edgePort, shipment.modelId);
  if (version !== undefined) return { version };

  const log = await ssh.exec(`cd ${directory} && tail -n 5 edge.log`);
  await run('Putting the binary before back', rollbackScript(directory, target.edgePort));
  throw upstreamFailed(
    `The new binary did not answer on port ${target.edgePort} of the device; the one before runs again. Its log ends with: ${log.stdout.trim() || '(nothing)'}`,
  );
}

async function healthyVersion(ssh: SshConnection, port: number, modelId: string): Promise<string | undefined> {
  for (let i = 0; i < HEALTH_TRIES; i++) {
    try {
      const health = JSON.parse(await ssh.httpGet(port, '/health')) as {
        status?: string;
        model_id?: string;
        model_version?: string;
      };
      if (health.status === 'ok' && health.model_id === modelId)
        return storable(String(health.model_version ?? '').slice(0, 100));
    } catch {
      // Not up yet, or the old one is still answering.
    }
    await new Promise((resolve) => setTimeout(resolve, HEALTH_PAUSE_MS));
  }
  return undefined;
}

/** Quotes a folder for a POSIX shell; a leading `~/` keeps its meaning. */
function shellPath(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

// After a reboot the number in edge.pid may belong to somebody else: only a process that is ours is ended.
const stop = `pid="$(cat edge.pid 2>/dev/null)"; if [ -n "$pid" ] && grep -q ${FILE} "/proc/$pid/cmdline" 2>/dev/null; then kill "$pid"; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done; fi`;
const start = (port: number) => `(setsid nohup ./${FILE} --port ${port} </dev/null >edge.log 2>&1 & echo $! >edge.pid)`;

function swapScript(directory: string, port: number): string {
  return `cd ${directory} && { [ ! -f ${FILE} ] || mv -f ${FILE} ${FILE}.previous; } && mv -f ${FILE}.next ${FILE} && { ${stop}; } && ${start(port)}`;
}

function rollbackScript(directory: string, port: number): string {
  return `cd ${directory} && { ${stop}; } && rm -f ${FILE} && { [ ! -f ${FILE}.previous ] || { mv -f ${FILE}.previous ${FILE} && ${start(port)}; }; }`;
}
