import { invalid } from '../../platform/errors.ts';
import { tableOf } from './documents.ts';
import { required } from './fields.ts';
import { askJson, below, rowsIn } from './json.ts';
import type { ReadSource } from './schema.ts';
import { quoted } from './statement.ts';

/** InfluxDB 3 by its SQL over HTTP: the newest rows where there are more than the limit, in order of time. */
export const readInfluxdb: ReadSource = async function* (config, context) {
  const [url, db, measurement] = [
    required(config, 'url'),
    required(config, 'database'),
    required(config, 'measurement'),
  ];
  const bounds = [
    ...(config.time_range?.start ? [`time >= '${iso(config.time_range.start)}'`] : []),
    ...(config.time_range?.end ? [`time <= '${iso(config.time_range.end)}'`] : []),
  ];
  const where = bounds.length > 0 ? ` WHERE ${bounds.join(' AND ')}` : '';
  const answer = await askJson(context, {
    url: below(url, '/api/v3/query_sql'),
    body: JSON.stringify({
      q: `SELECT * FROM ${quoted(measurement)}${where} ORDER BY time DESC LIMIT ${context.limit}`,
      db,
      format: 'json',
    }),
    ...(config.token !== undefined && { headers: { authorization: `Bearer ${config.token}` } }),
  });
  yield tableOf(rowsIn(answer).slice(0, context.limit).reverse());
};

function iso(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalid(`'${text.slice(0, 40)}' is no time`, { code: 'VALIDATION_ERROR' });
  return date.toISOString();
}
