import assert from 'node:assert/strict';
import test from 'node:test';
import { managerBlock, nodeAddress } from './configuration.ts';

test('nodes are sent to the TLS port, or through what is in front of this page', () => {
  const at = (url: string) => nodeAddress(new URL(url) as unknown as Location);
  assert.equal(at('http://box.example:8080/media-nodes'), 'wss://box.example:8443/ws/node');
  assert.equal(at('https://box.example/media-nodes'), 'wss://box.example/nodes/ws/node');
  assert.equal(at('https://box.example:8443/'), 'wss://box.example:8443/ws/node');
});

test('new programs want a list of addresses, old ones a single one', () => {
  const { manager } = JSON.parse(managerBlock('wss://a:8443/ws/node', 't', true, 'new'));
  assert.deepEqual(manager.urls, ['wss://a:8443/ws/node']);
  assert.equal(manager.accept_self_signed_cert, true);
  const old = JSON.parse(managerBlock('wss://a:8443/ws/node', 't', false, 'old')).manager;
  assert.equal(old.url, 'wss://a:8443/ws/node');
  assert.equal('accept_self_signed_cert' in old, false);
});
