import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAdmissions } from './admission.ts';
import { type Admission, Refused } from './authenticate.ts';

const node = { id: 'n1' } as Admission['node'];

test('hazard: who is authenticated in the moment their credentials are taken back is asked again', async () => {
  const secrets = new Set(['old']);
  let looks = 0;
  const admissions = createAdmissions(async (payload) => {
    looks++;
    const isKnown = secrets.has(payload as string);
    // The answer is on its way while somebody renews the credentials.
    if (secrets.delete('old')) admissions.revoked();
    if (!isKnown) throw new Refused('Invalid node secret');
    return { node };
  });
  await assert.rejects(admissions.letIn('old', '192.0.2.1'), Refused);
  assert.equal(looks, 2);
});

test('a registration in such a moment is not taken for done: its token is good once more', async () => {
  const admissions = createAdmissions(async () => {
    admissions.revoked();
    return { node, secret: 'new' };
  });
  await assert.rejects(admissions.letIn('token', '192.0.2.1'), { code: 'CONFLICT' });
});
