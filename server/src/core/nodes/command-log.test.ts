import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { sql } from '../../platform/database/index.ts';
import { openEvents } from '../../platform/events/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { createCommandLog } from './command-log.ts';

const { database } = await testDatabase({ after });
const events = openEvents({ database, log: silentLog });
after(() => events.close());
const id = async (statement: ReturnType<typeof sql>) => (await database.one<{ id: string }>(statement))?.id as string;
const tenantId = await id(sql`insert into tenants (name) values ('t') returning id`);
const nodeId = await id(sql`
  insert into nodes (tenant_id, name, device_type, token_hash) values (${tenantId}, 'n', 'edge', '\\x00') returning id`);
const log = createCommandLog({ database, events });
const command = () => ({ id: randomUUID(), tenantId, nodeId, givenBy: 'system', action: { type: 'start_flow' } });
const event = (type: string) => ({ tenantId, type, subject: `node:${nodeId}`, actor: 'system' });

test('commands of a moment are written in one commit, each with its event, and so are their answers', async () => {
  const commands = Array.from({ length: 50 }, command);
  await Promise.all(commands.map((each) => log.given(each, event('node.command_given'))));
  const answer = ({ id }: { id: string }, i: number) => {
    const refusal = { state: 'refused', error: 'no', errorCode: 'E1' } as const;
    return log.finished({ id, ...(i === 0 ? refusal : { state: 'done' }) }, event('node.command_answered'));
  };
  await Promise.all([...commands.map(answer), log.given(command(), event('node.command_given'))]);
  const rows = await database.query(sql`
    select state, error, error_code as code, count(*)::int as count, count(distinct xmin::text)::int as commits
    from node_commands group by 1, 2, 3 order by 1`);
  assert.deepEqual(rows, [
    { state: 'done', error: null, code: null, count: 49, commits: 1 },
    { state: 'refused', error: 'no', code: 'E1', count: 1, commits: 1 },
    { state: 'sent', error: null, code: null, count: 1, commits: 1 },
  ]);
  const told = (await events.read({ limit: 200 })).map(({ type }) => type);
  assert.equal(told.filter((type) => type === 'node.command_given').length, 51);
  assert.equal(told.filter((type) => type === 'node.command_answered').length, 50);
});

test('hazard: a command that cannot be written (its node was deleted) is refused alone, without an event', async () => {
  const before = (await events.read({ limit: 1000 })).length;
  const orphan = { ...command(), nodeId: randomUUID() };
  const all = [command(), orphan, command()];
  const outcomes = await Promise.allSettled(all.map((each) => log.given(each, event('node.command_given'))));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.equal((await events.read({ limit: 1000 })).length, before + 2);
});
