import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Compiled programs of all tests; what is in it is found by content, so runs share it. One per user: what root compiled,
 * another user could read but not add to.
 */
export const testCache = join(tmpdir(), `signalbox-test-cache-${process.getuid?.() ?? 'user'}`);
