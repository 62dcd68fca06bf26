/* Each provider's own wire protocol, against a server that speaks it: the key goes where it belongs, the answer comes back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { createLlmWith } from './own-key.ts';

const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

/** “Hello.” as each of them streams it. */
const said = {
  anthropic: [
    event('message_start', {
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'a-1',
        content: [],
        usage: { input_tokens: 7, output_tokens: 1 },
      },
    }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hello.' } }),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 3 } }),
    event('message_stop', {}),
  ].join(''),
  google: `data: ${JSON.stringify({
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hello.' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, totalTokenCount: 10 },
  })}\n\n`,
};

async function serve(t: TestContext, answer: string) {
  const seen: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ url: request.url ?? '', headers: request.headers, body });
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const question = { instructions: 'Be brief.', turns: [{ role: 'user' as const, text: 'Hi' }] };

test('a key of Anthropic asks Anthropic’s messages', async (t) => {
  const { url, seen } = await serve(t, said.anthropic);
  const house = { timeoutSeconds: 10, anthropicBaseUrl: `${url}/v1`, openaiApiKey: 'the-house' };
  const llm = createLlmWith({ provider: 'anthropic', apiKey: 'a-key', model: 'a-1' }, house);
  assert.deepEqual([llm.provider, llm.model], ['anthropic', 'a-1']);
  const { text, inputTokens, outputTokens } = await llm.ask(question);
  assert.deepEqual([text, inputTokens, outputTokens], ['Hello.', 7, 3]);
  assert.equal(llm.costOf({ inputTokens, outputTokens }), null);
  const [request] = seen;
  assert.equal(request?.url, '/v1/messages');
  assert.equal(request?.headers['x-api-key'], 'a-key');
  assert.ok(request?.headers['anthropic-version']);
  assert.match(request?.body ?? '', /"model":"a-1".*Be brief/s);
  assert.ok(!JSON.stringify(seen).includes('the-house'));
});

test('a key of Google asks Gemini', async (t) => {
  const { url, seen } = await serve(t, said.google);
  const house = { timeoutSeconds: 10, googleBaseUrl: `${url}/v1beta` };
  const llm = createLlmWith({ provider: 'google', apiKey: 'g-key', model: 'g-1' }, house);
  const { text, outputTokens } = await llm.ask(question);
  assert.deepEqual([text, outputTokens], ['Hello.', 3]);
  assert.match(seen[0]?.url ?? '', /^\/v1beta\/models\/g-1:streamGenerateContent/);
  assert.equal(seen[0]?.headers['x-goog-api-key'], 'g-key');
});

test('without a model of one’s own the house’s is asked where the provider is the same, else the usual one', () => {
  const house = { timeoutSeconds: 10, anthropicApiKey: 'k', llmModel: 'anthropic/chosen' };
  assert.equal(createLlmWith({ provider: 'anthropic', apiKey: 'x', model: null }, house).model, 'chosen');
  const other = createLlmWith({ provider: 'openai', apiKey: 'x', model: null }, house);
  assert.equal(other.provider, 'openai');
  assert.notEqual(other.model, 'chosen');
});
