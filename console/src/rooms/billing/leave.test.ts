import assert from 'node:assert/strict';
import test from 'node:test';
import { providerPage, webAddress } from './leave.ts';

test('the browser is sent to web pages only, never to a script', () => {
  const at = (address: string) => webAddress(address, 'https://box.example.com').href;
  assert.equal(at('https://checkout.stripe.com/c/pay/cs_1'), 'https://checkout.stripe.com/c/pay/cs_1');
  assert.equal(at('/billing?success=true'), 'https://box.example.com/billing?success=true');
  for (const address of ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,hi', 'blob:https://x/1'])
    assert.throws(() => at(address), /no web page/);
});

test('pages of the sandbox are seen where the console is seen, those of Stripe at Stripe', () => {
  const page = 'http://127.0.0.1:8080/billing/sandbox/checkout?session=cs_1';
  const here = 'http://box.lan:8080';
  assert.equal(providerPage('sandbox', page, here), `${here}/billing/sandbox/checkout?session=cs_1`);
  assert.equal(
    providerPage('stripe', 'https://checkout.stripe.com/c/pay/cs_1#fid', here),
    'https://checkout.stripe.com/c/pay/cs_1#fid',
  );
});
