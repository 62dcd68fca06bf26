import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CleansUp, defer } from './defer.ts';

/** What was asked, as OpenAI's chat completions have it. */
export type ChatRequest = {
  model: string;
  stream: boolean;
  messages: { role: string; content: unknown; tool_call_id?: string; tool_calls?: unknown }[];
  tools?: { function: { name: string } }[];
};

export type Behaviour =
  | { text: string }
  | { call: string; input: unknown }
  /** Arguments as they are sent, also when they are no JSON. */
  | { call: string; rawInput: string }
  | { status: number; body: string; headers?: Record<string, string> }
  | 'hang'
  | 'cut';

export type FakeLlm = {
  /** For OPENAI_BASE_URL. */
  url: string;
  requests: { body: ChatRequest; headers: Record<string, unknown> }[];
  /** How the next requests are answered; the last behaviour stays. */
  will(...behaviours: readonly Behaviour[]): void;
};

/** A fake language model (`"model": "fake"`) behind the real wire protocol: chat completions, streamed, with tool calls. */
export async function startFakeLlm(t: CleansUp): Promise<FakeLlm> {
  const requests: FakeLlm['requests'] = [];
  let behaviours: Behaviour[] = [{ text: 'This is a fake language model.' }];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await textOf(request)) as ChatRequest;
    requests.push({ body, headers: request.headers });
    const behaviour = (behaviours.length > 1 ? behaviours.shift() : behaviours[0]) as Behaviour;
    await answer(response, behaviour, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  defer(t, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    will(...next) {
      behaviours = [...next];
    },
  };
}

async function answer(response: ServerResponse, behaviour: Behaviour, { messages }: ChatRequest): Promise<void> {
  if (behaviour === 'hang') return;
  if (typeof behaviour === 'object' && 'status' in behaviour) {
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(behaviour.body);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = (delta: object, finish: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    return send({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 1, model: 'fake', choices });
  };
  const send = (data: object) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  chunk({ role: 'assistant', content: '' });
  if (behaviour === 'cut') {
    chunk({ content: 'Half an ans' });
    setTimeout(() => response.destroy(), 20);
    return;
  }
  if ('text' in behaviour) {
    for (const piece of behaviour.text.match(/.{1,12}/gs) ?? []) chunk({ content: piece });
    chunk({}, 'stop');
  } else {
    const text = 'rawInput' in behaviour ? behaviour.rawInput : JSON.stringify(behaviour.input);
    const id = `call_${messages.length}`;
    chunk({ tool_calls: [{ index: 0, id, type: 'function', function: { name: behaviour.call, arguments: '' } }] });
    chunk({ tool_calls: [{ index: 0, function: { arguments: text } }] });
    chunk({}, 'tool_calls');
  }
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  send({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 1, model: 'fake', choices: [], usage });
  response.end('data: [DONE]\n\n');
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
