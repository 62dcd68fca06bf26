import { invalid } from '../../platform/errors.ts';
import { type Document, tableOf } from './documents.ts';
import { required } from './fields.ts';
import { askJson, rowsIn } from './json.ts';
import type { ReadSource } from './schema.ts';
import { timeColumnOf, timeOf } from './times.ts';

const DAY = 86_400_000;

/**
 * Documents of an edge controller's Aegis-DB: of the last 30 days unless a range says otherwise. It answers in no order and
 * pages unreliably, so everything is asked for at once and sorted here.
 */
export const readAegis: ReadSource = async function* (config, context) {
  const controller = required(config, 'controller_ip');
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(controller))
    throw invalid("'controller_ip' must be an address or a host name", { code: 'VALIDATION_ERROR' });
  const host = controller.includes(':') ? `[${controller}]` : controller;
  const collection = encodeURIComponent(config.collection ?? 'hardware_metrics');
  const answer = await askJson(context, {
    url: `http://${host}:${config.aegis_port ?? 9090}/api/v1/documents/collections/${collection}/documents?limit=${context.limit}`,
    method: 'GET',
    // Controllers live in the plant's network.
    reach: 'network',
  });
  const documents = rowsIn(answer, 'documents').map((one) => (one as { data?: Document } | null)?.data ?? one);
  const { columns, rows } = tableOf(documents);
  const at = timeColumnOf(columns);
  if (at === -1) return yield { columns, rows };
  const oldest = config.time_range ? Number.NEGATIVE_INFINITY : Date.now() - 30 * DAY;
  const timed = rows.map((row) => ({ row, time: timeOf(row[at]) })).filter(({ time }) => !(time < oldest));
  timed.sort((a, b) => a.time - b.time || 0);
  if (timed.length === 0 && rows.length > 0)
    throw invalid(`None of the ${rows.length} documents is of the last 30 days. Give a time_range.`, {
      code: 'NO_DATA',
    });
  yield { columns, rows: timed.map(({ row }) => row) };
};
