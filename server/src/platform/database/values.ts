import pg from 'pg';

const oid = { int8: 20, date: 1082, timestamp: 1114 };

/**
 * How PostgreSQL's values become JavaScript's: int8 → number (throws beyond 2^53), date and timestamp without zone → their
 * text (a Date would shift them by the server's zone), timestamptz → Date, json and jsonb → parsed. numeric stays text.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (type === oid.int8) return parseSafeInteger;
      if (type === oid.date || type === oid.timestamp) return (text: string) => text;
    }
    return pg.types.getTypeParser(type, format as 'text');
  },
};

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The database returned ${text}, which a number cannot hold exactly.`);
  return value;
}
