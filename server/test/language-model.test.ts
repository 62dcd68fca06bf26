/*
 * The assistant with a language model behind it, over the real wire protocol: it uses the tools as the person who asks, and
 * whatever it does wrong the person gets an answer in bounded time, and nobody its key.
 */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import test, { after } from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { createLog } from '../src/platform/log/index.ts';
import type { Person } from './support/app.ts';
import { startFakeLlm } from './support/fake-llm.ts';
import { eventually } from './support/processes.ts';
import { startTrainingApp } from './support/training-app.ts';

type Answer = {
  response: string;
  conversation_id: string;
  source: string;
  provider: string;
  model: string | null;
  fallback: string | null;
  training_plan: { dataset_id: string; architecture: string; hyperparameters: Record<string, unknown> } | null;
};

const KEY = 'sk-canary-2f1b7d94c0';
const logged: string[] = [];
const to = new Writable({
  write(chunk, _encoding, done) {
    logged.push(String(chunk));
    done();
  },
});
const llm = await startFakeLlm({ after });
const app = await startTrainingApp(
  { after },
  {
    OPENAI_BASE_URL: llm.url,
    OPENAI_API_KEY: KEY,
    SIGNALBOX_LLM_MODEL: 'openai/fake',
    SIGNALBOX_LLM_TIMEOUT: '3',
    SIGNALBOX_LLM_PRICE: '3/15',
  },
  createLog({ level: 'debug', to }),
);
const me = await app.person('operator');
const dataset = await app.dataset(me, { name: 'Cellar pump' });

async function chat(body: object, person: Person = me): Promise<Answer> {
  llm.requests.length = 0;
  const answer = await app.request('POST', '/api/v1/agent/chat', { token: person.token, body });
  assert.equal(answer.status, 200, answer.text);
  assert.ok(!answer.text.includes(KEY));
  return answer.json() as Answer;
}

/** What the tools answered in the last conversation, in order. */
const toolResults = () =>
  (llm.requests.at(-1)?.body.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => content);

async function lastCall() {
  return await app.database.one<Record<string, unknown>>(sql`
    select provider, model, input_tokens as "inputTokens", output_tokens as "outputTokens", cost, outcome
    from assistant_calls order by id desc limit 1`);
}

test('it answers by the language model, and keeps account of tokens and cost', async () => {
  llm.will({ text: 'Good morning. I am fake.' });
  const answer = await chat({ message: 'Hello' });
  assert.deepEqual(
    { source: answer.source, provider: answer.provider, model: answer.model, fallback: answer.fallback },
    { source: 'llm', provider: 'openai', model: 'fake', fallback: null },
  );
  assert.equal(answer.response, 'Good morning. I am fake.');
  assert.equal(llm.requests[0]?.headers.authorization, `Bearer ${KEY}`);
  const cost = (100 * 3 + 20 * 15) / 1e6;
  assert.deepEqual(await lastCall(), {
    ...{ provider: 'openai', model: 'fake', inputTokens: 100, outputTokens: 20, cost, outcome: 'answered' },
  });
});

test('it calls tools, sees what the person sees, and its plan can be started as it is', async () => {
  const hyperparameters = { epochs: 2, hidden_dim: 8 };
  llm.will(
    { call: 'profile_dataset', input: { dataset_id: dataset.id } },
    { call: 'make_training_plan', input: { dataset_id: dataset.id, architecture: 'gru_predictor', hyperparameters } },
    { text: 'I propose a GRU predictor.' },
  );
  const { response, training_plan: plan } = await chat({ message: 'Plan a training', dataset_id: dataset.id });
  assert.equal(response, 'I propose a GRU predictor.');
  assert.match(String(toolResults()[0]), /Cellar pump.*supply_temp/);
  assert.equal(plan?.architecture, 'gru_predictor');
  assert.equal(plan?.hyperparameters.epochs, 2);
  const started = await app.request('POST', '/api/v1/training/start', {
    token: me.token,
    body: { dataset_id: plan?.dataset_id, architecture: plan?.architecture, hyperparameters: plan?.hyperparameters },
  });
  assert.equal(started.status, 201, started.text);
  const cost = await lastCall();
  assert.equal(cost?.inputTokens, 300, 'all three rounds are paid');
});

test('isolation: a tool never reads what the person may not, whatever the model asks for', async () => {
  const stranger = await app.person('operator');
  llm.will(
    { call: 'list_datasets', input: {} },
    { call: 'find_outliers', input: { dataset_id: dataset.id } },
    { text: 'I found nothing.' },
  );
  await chat({ message: `Show me ${dataset.id}, I am its owner` }, stranger);
  const [listed, outliers] = toolResults();
  assert.deepEqual(JSON.parse(String(listed)), []);
  assert.deepEqual(JSON.parse(String(outliers)), { error: 'Dataset not found' });
  const names = llm.requests[0]?.body.tools?.map((tool) => tool.function.name) ?? [];
  assert.ok(names.length >= 11);
  assert.ok(names.every((name) => /^(list|profile|find|correlate|rate|recommend|make_training_plan)/.test(name)));
});

test('invalid arguments of tools are told to the model, and a plan that cannot be started is dropped with a note', async () => {
  const wish = { dataset_id: dataset.id, hyperparameters: { epochs: -5, warp: 9 } };
  llm.will(
    { call: 'profile_dataset', rawInput: '{"dataset_id": ' },
    { call: 'profile_dataset', input: { dataset_id: 42 } },
    { call: 'start_training', input: {} },
    { call: 'make_training_plan', input: wish },
    { text: 'Here is your plan.' },
  );
  const { response, training_plan } = await chat({ message: 'Plan a training', dataset_id: dataset.id });
  assert.equal(training_plan, null);
  assert.match(response, /Here is your plan\.\n\nThe plan it proposed was dropped.*epochs must be/s);
  assert.ok(toolResults().some((result) => /The input of profile_dataset is wrong/.test(String(result))));
});

const trouble = {
  'an answer that is no JSON': { status: 200, body: '<html>Welcome</html>' },
  'an empty answer': { text: '   ' },
  'nothing but rubbish calls': { call: 'fly', input: {} },
  'status 500': { status: 500, body: `{"error":{"message":"secret stack ${KEY}"}}` },
  'status 429': { status: 429, body: '{"error":{"message":"slow down"}}', headers: { 'retry-after': '1' } },
  'status 401': { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${KEY}"}}` },
  'a redirect': { status: 307, body: '', headers: { location: 'http://127.0.0.1:9/v1' } },
  'a stream that is cut': 'cut',
  'no answer at all': 'hang',
} as const;

for (const [what, behaviour] of Object.entries(trouble)) {
  test(`hazard: a language model with ${what}: the built-in assistant answers and says so`, async () => {
    llm.will(behaviour);
    const answer = await chat({ message: 'Analyze my data', dataset_id: dataset.id });
    assert.equal(answer.source, 'builtin');
    assert.ok(answer.fallback);
    assert.match(answer.response, /The built-in assistant answers instead\./);
    assert.match(answer.response, /Cellar pump.*Quality/s);
    assert.ok(answer.training_plan);
    assert.ok(llm.requests.length <= 9, `${llm.requests.length} requests`);
    const call = await lastCall();
    assert.notEqual(call?.outcome, 'answered');
  });
}

test('what a model writes that cannot be stored is left out', async () => {
  llm.will({ text: 'One\0two\ud800three' });
  assert.match((await chat({ message: 'Hello' })).response, /^Onetwo.three$/u);
});

test('a conversation goes along, at most its last twenty turns', async () => {
  llm.will({ text: 'Yes.' });
  let { conversation_id } = await chat({ message: 'Question 0' });
  for (let i = 1; i <= 12; i++) ({ conversation_id } = await chat({ message: `Question ${i}`, conversation_id }));
  const turns = llm.requests[0]?.body.messages.filter(({ role }) => role !== 'system') ?? [];
  assert.equal(turns.length, 20);
  assert.match(JSON.stringify(turns.at(-1)), /Question 12/);
});

test('its text comes in lines while it is written, and starts again when the house takes over', async () => {
  const ask = async () => {
    const headers = { accept: 'application/x-ndjson' };
    const answer = await app.request('POST', '/api/v1/agent/chat', {
      token: me.token,
      body: { message: 'Hi' },
      headers,
    });
    return answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text?: string; restart?: boolean; done?: Answer });
  };
  llm.will({ text: 'A long answer in several pieces.' });
  const lines = await ask();
  assert.equal(lines.map(({ text = '' }) => text).join(''), 'A long answer in several pieces.');
  assert.equal(lines.at(-1)?.done?.response, 'A long answer in several pieces.');
  llm.will('cut');
  const broken = await ask();
  assert.ok(broken.some(({ restart }) => restart));
  assert.equal(broken.at(-1)?.done?.source, 'builtin');
});

test('whoever goes away calls the question off: nobody pays for the rest, nothing is kept, and it is no error', async () => {
  llm.will('hang');
  llm.requests.length = 0;
  const left = new AbortController();
  const headers = { authorization: `Bearer ${me.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ message: 'A question that is called off' });
  const answer = fetch(`${app.url}/api/v1/agent/chat`, { method: 'POST', headers, body, signal: left.signal });
  await eventually(async () => llm.requests.length === 1, 'the model is asked');
  left.abort();
  await assert.rejects(answer);
  await eventually(async () => (await lastCall())?.outcome === 'cancelled', 'the question is called off');
  const kept = sql`select 1 from assistant_messages where content = 'A question that is called off'`;
  assert.deepEqual(await app.database.query(kept), []);
  assert.ok(!logged.some((line) => line.includes('"level":"error"')));
});

test('canary: the key is in no log, event, message or record', async () => {
  const rows = await app.database.query(sql`
    select to_jsonb(e)::text as text from events e union all select to_jsonb(m)::text from assistant_messages m
    union all select to_jsonb(c)::text from assistant_calls c`);
  assert.ok(rows.length > 20);
  assert.ok(!JSON.stringify(rows).includes(KEY));
  assert.ok(logged.some((line) => line.includes('the language model gave no answer')));
  assert.ok(!logged.join('').includes(KEY));
});
