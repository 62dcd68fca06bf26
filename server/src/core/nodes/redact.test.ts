import assert from 'node:assert/strict';
import test from 'node:test';
import { hidePasswords, redact, restoreSecrets } from './redact.ts';

const url = 'srt://me:first@host:9000?mode=caller&passphrase=second&latency=120';
const shown = 'srt://me:***REDACTED***@host:9000?mode=caller&passphrase=***REDACTED***&latency=120';

test('secrets are hidden by the names they stand under, and in URLs', () => {
  const config = {
    ...{ node_secret: 'a', tunnel_bind_secret: 'b', stream_key: 'c', bearer_token: 'd', api_token: 'e', sim_pin: 'f' },
    ...{ passphrase: '', aes_key_len: 32, key_frame_interval: 2, tokens: ['g'], public_key: 'shown', pin: 'h' },
    url,
  };
  assert.deepEqual(redact(config), {
    ...Object.fromEntries(
      ['node_secret', 'tunnel_bind_secret', 'stream_key', 'bearer_token', 'api_token', 'sim_pin', 'tokens', 'pin'].map(
        (name) => [name, '***REDACTED***'],
      ),
    ),
    ...{ passphrase: '', aes_key_len: 32, key_frame_interval: 2, public_key: 'shown', url: shown },
  });
});

test('what was shown and comes back is what it was; around a secret a URL may change', () => {
  assert.equal(restoreSecrets(shown, url), url);
  const moved = shown.replace('host:9000', 'elsewhere:9001').replace('120', '80');
  assert.equal(restoreSecrets(moved, url), 'srt://me:first@elsewhere:9001?mode=caller&passphrase=second&latency=80');
  assert.equal(restoreSecrets('srt://host:1', url), 'srt://host:1', 'a new address needs none');
  const halved = 'srt://host:9000?passphrase=***REDACTED***';
  assert.equal(restoreSecrets(halved, url), halved, 'whose secret it was is not known');
});

test('passwords in the addresses of a report are hidden, however many and however long the text', () => {
  const text = '{"a":"rtsp://u:one@h/","b":"no://secret/","c":"rtsp://v:two@h/x@y","d":"mail@example.com: a@b"}';
  assert.equal(
    hidePasswords(text),
    '{"a":"rtsp://u:***REDACTED***@h/","b":"no://secret/","c":"rtsp://v:***REDACTED***@h/x@y","d":"mail@example.com: a@b"}',
  );
  assert.equal(hidePasswords(`${'://a:'.repeat(50_000)}@`).length > 0, true);
});
