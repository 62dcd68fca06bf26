import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CleansUp, defer } from './defer.ts';

/*
 * Stands for Stripe, which cannot be had here. It speaks the part of Stripe's wire protocol that we use: form-encoded
 * requests with a bearer key and an Idempotency-Key, JSON answers, errors as {error: {type, code, message}}.
 */
export type FakeStripe = {
  url: string;
  /** Every request, in order. */
  requests: { path: string; form: URLSearchParams; idempotencyKey: string | undefined }[];
  /** What the next requests meet; `undefined` is a Stripe in good health. */
  trouble: 'refuses' | 'breaks' | 'hangs up' | undefined;
};

export const fakeStripeKey = 'sk_test_canary_4242';

export async function startFakeStripe(t: CleansUp): Promise<FakeStripe> {
  const customers = new Map<string, string>();
  const fake: FakeStripe = { url: '', requests: [], trouble: undefined };
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake' })
        .end(JSON.stringify(body));
    const path = request.url ?? '';
    const form = new URLSearchParams(await text(request));
    const idempotencyKey = request.headers['idempotency-key'] as string | undefined;
    fake.requests.push({ path, form, idempotencyKey });
    if (fake.trouble === 'hangs up') return void request.socket.destroy();
    if (fake.trouble === 'breaks') return void answer(500, { error: { type: 'api_error', message: 'oops' } });
    if (fake.trouble === 'refuses')
      return void answer(400, {
        error: { type: 'invalid_request_error', code: 'resource_missing', message: `key ${fakeStripeKey}` },
      });
    if (request.headers.authorization !== `Bearer ${fakeStripeKey}`)
      return void answer(401, { error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } });
    if (path === '/v1/customers') {
      const key = idempotencyKey ?? '';
      const id = customers.get(key) ?? `cus_fake_${customers.size + 1}_${process.pid}`;
      customers.set(key, id);
      return void answer(200, { id, object: 'customer' });
    }
    if (path === '/v1/checkout/sessions')
      return void answer(200, {
        id: 'cs_fake_1',
        object: 'checkout.session',
        url: 'https://checkout.stripe.com/c/pay/cs_fake_1',
      });
    if (path === '/v1/billing_portal/sessions')
      return void answer(200, {
        id: 'bps_1',
        object: 'billing_portal.session',
        url: 'https://billing.stripe.com/p/session/bps_1',
      });
    answer(404, { error: { type: 'invalid_request_error', message: 'Unrecognized request URL' } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  defer(t, async () => {
    server.closeAllConnections();
    server.close();
  });
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
