import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import ssh2 from 'ssh2';
import { type Person, startTestApp } from '../../../../test/support/app.ts';
import { trainedRun } from '../../../../test/support/ml-objects.ts';
import { eventually } from '../../../../test/support/processes.ts';
import { sshdInstalled, startSshd } from '../../../../test/support/sshd.ts';
import { sql } from '../../../platform/database/index.ts';
import { freePort } from '../../../platform/free-port.ts';

const app = await startTestApp({ after }, { SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1' });
const admin = app.administrator;
const { model_id: modelId } = await trainedRun(app, admin);
const arch = process.arch === 'arm64' ? 'aarch64-unknown-linux-musl' : 'x86_64-unknown-linux-musl';
const otherArch = process.arch === 'arm64' ? 'x86_64-unknown-linux-musl' : 'armv7-unknown-linux-musleabihf';

type Deployment = Record<string, unknown> & { id: string; status: string; error: string | null };
type Target = Record<string, unknown> & { id: string };

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  as: Person = admin,
): Promise<{ status: number; json: T }> {
  const answer = await app.request(method, `/api/v1/deployments${path}`, {
    token: as.token,
    ...(body ? { body } : {}),
  });
  return { status: answer.status, json: answer.text === '' ? (undefined as T) : (answer.json() as T) };
}

async function deploy(body: object): Promise<Deployment> {
  const { status, json } = await call<Deployment>('POST', '', { model_id: modelId, ...body });
  assert.equal(status, 201, JSON.stringify(json));
  assert.equal(json.status, 'compiling');
  return ended(json.id);
}

function ended(id: string): Promise<Deployment> {
  return eventually(
    async () => {
      const { json } = await call<Deployment>('GET', `/${id}`);
      return ['deployed', 'failed', 'cancelled'].includes(json.status) && json;
    },
    `deployment ${id} ends`,
    120,
  );
}

/** A device with OpenSSH's server, registered; undefined (and the test skipped) where sshd is not installed. */
async function device(t: TestContext, more: object = {}) {
  if (!sshdInstalled) {
    t.skip('sshd not installed');
    return undefined;
  }
  const sshd = await startSshd(t);
  const edgePort = await freePort();
  const { status, json: target } = await call<Target>('POST', '/targets', {
    name: 'Bench device',
    ip: '127.0.0.1',
    port: sshd.port,
    edge_port: edgePort,
    username: sshd.username,
    ssh_key: sshd.privateKey,
    directory: sshd.folder,
    arch,
    ...more,
  });
  assert.equal(status, 201, JSON.stringify(target));
  t.after(async () => {
    const pid = Number(await readFile(join(sshd.folder, 'edge.pid'), 'utf8').catch(() => '0'));
    if (pid > 0) process.kill(pid, 'SIGTERM');
    await call('DELETE', `/targets/${target.id}`);
  });
  return { sshd, target, edgePort };
}

test('a model travels to a device by SSH and runs there', async (t) => {
  const it = await device(t);
  if (!it) return;
  const done = await deploy({ target_id: it.target.id });
  assert.equal(done.status, 'deployed', String(done.error));
  assert.equal(done.target_arch, arch);

  const health = (await (await fetch(`http://127.0.0.1:${it.edgePort}/health`)).json()) as { model_id: string };
  assert.equal(health.model_id, modelId);

  const binary = await app.request('GET', `/api/v1/deployments/${done.id}/binary`, { token: admin.token });
  assert.equal(binary.status, 200);
  assert.equal(binary.headers.get('content-type'), 'application/octet-stream');
  assert.match(binary.headers.get('content-disposition') ?? '', /filename="[^"]*(inference|edge)/);
  assert.equal(Number(binary.headers.get('content-length')), done.binary_size_bytes);
  const onDevice = await readFile(join(it.sshd.folder, 'signalbox-edge'));
  assert.equal(createHash('sha256').update(onDevice).digest('hex'), done.binary_sha256);

  const { json: targets } = await call<Target[]>('GET', '/targets');
  const target = targets.find(({ id }) => id === it.target.id);
  assert.equal(target?.current_model, modelId);
  assert.equal(target?.status, 'online');
  assert.equal(target?.host_key, it.sshd.hostKey, 'the first connection pins the host key');
  assert.ok(!JSON.stringify(targets).includes('PRIVATE KEY'));

  const { json: log } = await call<{ line: string }[]>('GET', `/${done.id}/log`);
  const lines = log.map(({ line }) => line);
  const steps = ['compiling', 'quantizing', 'packaging', 'transferring', 'deployed'];
  assert.deepEqual(
    lines.filter((line) => steps.includes(line)),
    ['compiling', ...steps],
  );
});

test('deploying again swaps the program and keeps the one before', async (t) => {
  const it = await device(t);
  if (!it) return;
  assert.equal((await deploy({ target_id: it.target.id })).status, 'deployed');
  const firstPid = await readFile(join(it.sshd.folder, 'edge.pid'), 'utf8');
  const second = await deploy({ target_ip: '127.0.0.1', target_id: it.target.id, precision: 'float' });
  assert.equal(second.status, 'deployed', String(second.error));
  assert.notEqual(await readFile(join(it.sshd.folder, 'edge.pid'), 'utf8'), firstPid);
  await readFile(join(it.sshd.folder, 'signalbox-edge.previous'));
});

test('a device that cannot be reached fails the deployment, keeps the binary, and can be tried again', async (t) => {
  const it = await device(t);
  if (!it) return;
  await it.sshd.stop();
  const failed = await deploy({ target_id: it.target.id });
  assert.equal(failed.status, 'failed');
  assert.equal(failed.failed_step, 'transferring');
  assert.match(String(failed.error), /could not be reached by SSH/);
  const binary = await app.request('GET', `/api/v1/deployments/${failed.id}/download`, { token: admin.token });
  assert.equal(binary.status, 200);

  await it.sshd.start();
  assert.equal((await call('POST', `/${failed.id}/retry`)).status, 200);
  const deployed = await ended(failed.id);
  assert.equal(deployed.status, 'deployed', String(deployed.error));
  assert.equal((await call('POST', `/${failed.id}/retry`)).status, 409);
});

test('a device that suddenly shows another host key is not given anything', async (t) => {
  const it = await device(t);
  if (!it) return;
  assert.equal((await deploy({ target_id: it.target.id })).status, 'deployed');
  await it.sshd.changeHostKey();
  const refused = await deploy({ target_id: it.target.id });
  assert.equal(refused.status, 'failed');
  assert.match(String(refused.error), /shows the host key SHA256:.* but SHA256:.* is pinned/);
});

test('a host key given at registration is held from the first connection on', async (t) => {
  const it = await device(t, { host_key: `SHA256:${'A'.repeat(43)}` });
  if (!it) return;
  const refused = await deploy({ target_id: it.target.id });
  assert.match(String(refused.error), /is pinned/);
});

test('a binary for another processor is refused before it is copied', async (t) => {
  const it = await device(t, { arch: otherArch });
  if (!it) return;
  const refused = await deploy({ target_id: it.target.id });
  assert.equal(refused.status, 'failed');
  assert.match(String(refused.error), new RegExp(`built for ${otherArch}`));
});

test('an address that is not registered leaves a binary to download and says how to go on', async () => {
  const failed = await deploy({ target_ip: '192.0.2.7', target_name: 'Warren AHU-1' });
  assert.equal(failed.status, 'failed');
  assert.match(String(failed.error), /No deployment target with the address 192\.0\.2\.7 is registered/);
  assert.equal(failed.target_arch, 'armv7-unknown-linux-musleabihf');
  assert.ok(Number(failed.binary_size_bytes) <= 400 * 1024);
  const binary = await app.request('GET', `/api/v1/deployments/${failed.id}/binary`, { token: admin.token });
  assert.equal(binary.status, 200);

  assert.equal((await call('DELETE', `/${failed.id}`)).status, 204);
  assert.equal((await call('GET', `/${failed.id}`)).status, 404);
});

test('deployment requests that cannot be met say why', async () => {
  const operator = await app.person('operator', admin.tenantId);
  const viewer = await app.person('viewer', admin.tenantId);
  const stranger = await app.person('admin');
  const ip = { target_ip: '192.0.2.7' };
  assert.equal((await call('POST', '', {})).status, 400);
  assert.equal((await call('POST', '', { model_id: modelId })).status, 400);
  assert.equal((await call('POST', '', { model_id: 'mdl_00000000', ...ip })).status, 404);
  assert.equal((await call('POST', '', { model_id: modelId, target_id: 'tgt_00000000' })).status, 404);
  assert.equal((await call('POST', '', { model_id: modelId, ...ip, target_arch: 'mips' })).status, 400);
  assert.equal((await call('POST', '', { model_id: modelId, ...ip }, viewer)).status, 403);
  assert.equal((await call('POST', '', { model_id: modelId, ...ip }, operator)).status, 403, "somebody else's model");
  assert.equal((await call('POST', '', { model_id: modelId, ...ip }, stranger)).status, 404);
  assert.equal((await call('GET', '/dep_00000000')).status, 404);
  assert.equal((await call('GET', '/dep_00000000/binary')).status, 404);
});

test('a binary that is not packaged yet is a 400 that names the status', async () => {
  const { json } = await call<Deployment>('POST', '', {
    model_id: modelId,
    target_ip: '192.0.2.8',
    target_arch: otherArch,
  });
  const early = await app.request('GET', `/api/v1/deployments/${json.id}/binary`, { token: admin.token });
  if (early.status === 200) return; // packaged already: the compiler's cache was warm
  assert.equal(early.status, 400);
  assert.match(early.text, /Deployment is not ready for download \(status: \w+\)/);
  assert.equal((await call('DELETE', `/${json.id}`)).status, 204, 'one under way can be cancelled');
});

test('targets are validated at registration, unique by address, and hide their credentials', async () => {
  const target = { name: 'AHU', ip: '10.1.2.3', username: 'devops', password: 'canary-5f3a' };
  const { status, json } = await call<Target>('POST', '/targets', target);
  assert.equal(status, 201);
  assert.equal(json.credential, '********');
  assert.ok(!JSON.stringify(json).includes('canary'));
  assert.equal((await call('POST', '/targets', target)).status, 409);
  assert.equal(
    (await call('POST', '/targets', { ...target, ip: '169.254.169.254' })).status,
    400,
    'no metadata services',
  );
  assert.equal((await call('POST', '/targets', { ...target, ip: '10.1.2.4', password: undefined })).status, 400);
  assert.equal((await call('POST', '/targets', { ...target, ip: '10.1.2.4', host_key: 'abc' })).status, 400);
  assert.equal((await call('POST', '/targets', { ...target, ip: '10.1.2.4', directory: "x'; rm -rf /" })).status, 400);
  assert.equal((await call('DELETE', `/targets/${json.id}`, undefined, await app.person('admin'))).status, 404);
  assert.equal((await call('DELETE', `/targets/${json.id}`)).status, 204);
});

test('hazard: a device whose last words cannot be stored does not leave its deployment under way for ever', async (t) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const hostKeys = [privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()];
  const server = new ssh2.Server({ hostKeys }, (connection) => {
    connection.on('error', () => {});
    connection.on('authentication', (auth) => auth.accept());
    connection.on('session', (accept) =>
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write(`\0\x1b[2J${'\u{1f600}x'.repeat(20_000)}`);
        channel.exit(0);
        channel.end();
      }),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { json: target } = await call<Target>('POST', '/targets', { name: 'x', ip: '127.0.0.1', port, password: 'x' });
  const failed = await deploy({ target_id: target.id });
  assert.equal(failed.status, 'failed');
  assert.match(String(failed.error), /^The device is a \ufffd/);
  assert.ok(String(failed.error).length <= 4_000);
  assert.equal((await call('DELETE', `/targets/${target.id}`)).status, 204);
});

test('hazard: one tenant cannot register devices until the health checks of all others starve', async () => {
  const stranger = await app.person('owner');
  const target = { name: 'x', ip: '10.9.9.9', password: 'x' };
  const { json } = await call<Target>('POST', '/targets', target, stranger);
  await app.database.run(sql`
    insert into deployment_targets (id, tenant_id, created_by, name, host, ssh_port, edge_port, username, auth_method,
      credential, arch, directory)
    select 'tgt_many' || n, tenant_id, created_by, name, '10.8.' || n / 250 || '.' || n % 250, ssh_port, edge_port,
      username, auth_method, credential, arch, directory
    from deployment_targets, generate_series(1, 999) as n where id = ${json.id}`);
  const { status, json: problem } = await call('POST', '/targets', { ...target, ip: '10.9.9.8' }, stranger);
  assert.equal(status, 403, JSON.stringify(problem));
  await app.database.run(sql`delete from deployment_targets where tenant_id = ${stranger.tenantId}`);
});
