/** One value of a source as the text of a CSV cell. Booleans are readings, too: 1 and 0. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : '';
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? '1' : '0';
    case 'object':
      return objectText(value as object);
    default:
      return '';
  }
}

function objectText(value: object): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  const entries = Object.entries(value);
  // Extended JSON: {"$date": …}, {"$numberDouble": "1.5"}, {"$date": {"$numberLong": …}}
  const [[name, inner] = ['', undefined]] = entries;
  if (entries.length === 1 && name === '$date') {
    const date = new Date(typeof inner === 'string' ? inner : Number(cellText(inner)));
    return Number.isNaN(date.getTime()) ? '' : date.toISOString();
  }
  if (entries.length === 1 && /^\$(number\w+|oid)$/.test(name)) return cellText(inner);
  // ObjectId, Long, Decimal128 of MongoDB's driver.
  if ('_bsontype' in value) return String(value);
  return JSON.stringify(value);
}

/** Cells as a line of CSV (RFC 4180). */
export function csvLine(cells: readonly unknown[]): string {
  const texts = cells.map((cell) => {
    const text = cellText(cell).replaceAll('\0', '').toWellFormed();
    return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  // A line without any character would be no row at all.
  return texts.length === 1 && texts[0] === '' ? '""\n' : `${texts.join(',')}\n`;
}
