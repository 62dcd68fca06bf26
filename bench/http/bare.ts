/*
 * The baseline of bench/http.ts: Fastify as it comes, running the query of `GET /datasets/{id}` and nothing else.
 * Prints its URL; ends with its standard input.
 */
import Fastify from 'fastify';
import { datasetStore } from '../../server/src/core/datasets/store.ts';
import { openDatabase } from '../../server/src/platform/database/index.ts';
import { silentLog } from '../../server/src/platform/log/index.ts';

const database = openDatabase({ url: process.env.DATABASE_URL as string, log: silentLog });
const app = Fastify();
app.get('/datasets/:id', (request) => datasetStore.find(database, (request.params as { id: string }).id));
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
process.stdin.resume().on('end', () => process.exit(0));
