/*
 * How a file is cut into records and cells (RFC 4180, read leniently):
 *
 * record   ends at \n, \r\n or a lone \r outside quotes, or at the end of the file; an empty line is skipped
 * cell     ends at the separator outside quotes
 * quote    opens only as the first byte of a cell; "" inside is one quote; whatever follows the closing quote is taken as
 *          it is. A quote elsewhere is an ordinary character
 */
export type Separator = ',' | ';' | '\t';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** A cell that has to be quoted when it is written with commas. */
export const QUOTE_NEEDED = /[",\n\r]/;

const AT_CELL_START = 0;
const IN_PLAIN = 1;
const IN_QUOTES = 2;
const AFTER_QUOTE = 3;

/** What was met on the way, as far as it matters to a stricter reader. */
export type Oddities = {
  /** A quote inside an unquoted cell, or text after a closing quote. */
  looseQuotes: boolean;
  quotes: boolean;
  blankRecords: boolean;
  /** Kinds of line ends seen: 1 = \n, 2 = \r\n, 4 = \r; more than one bit is a mixture. */
  lineEnds: number;
};

export type RecordCutter = {
  /** Reads on; `onRecord` is called for every record that ends in this piece. */
  push(piece: Uint8Array): void;
  /** Ends the file: closes the last record if it has no line end. False when it ends inside quotes. */
  end(): boolean;
  /** Offset of the first byte of the record that is still open, and of the next byte to come. */
  readonly openFrom: number;
  readonly position: number;
  readonly oddities: Oddities;
};

/**
 * Finds records in a stream of bytes: `onRecord(start, end, cells)`, offsets in the file, `end` before the line end; equal
 * for an empty line, which is no record.
 * `startAt` is the offset of the first byte.
 */
export function createRecordCutter(
  separator: Separator,
  onRecord: (start: number, end: number, cells: number) => unknown,
  startAt = 0,
): RecordCutter {
  const SEPARATOR = separator.charCodeAt(0);
  const special = new Uint8Array(256);
  for (const byte of [LF, CR, QUOTE, SEPARATOR]) special[byte] = 1;
  const oddities: Oddities = { looseQuotes: false, quotes: false, blankRecords: false, lineEnds: 0 };
  let state = AT_CELL_START;
  let cells = 1;
  let openFrom = startAt;
  let position = startAt;
  let afterCr = false;

  function endRecord(end: number, next: number): void {
    if (end === openFrom) oddities.blankRecords = true;
    onRecord(openFrom, end, cells);
    cells = 1;
    openFrom = next;
    state = AT_CELL_START;
  }

  return {
    push(piece) {
      const base = position;
      const length = piece.length;
      let i = 0;
      if (afterCr && length > 0) {
        afterCr = false;
        if (piece[0] === LF) {
          i = 1;
          openFrom++;
          oddities.lineEnds |= 2;
        } else oddities.lineEnds |= 4;
      }
      while (i < length) {
        if (state === AT_CELL_START) {
          if (piece[i] === QUOTE) {
            state = IN_QUOTES;
            oddities.quotes = true;
            i++;
            continue;
          }
          state = IN_PLAIN;
        }
        if (state === IN_PLAIN) {
          while (i < length && special[piece[i] as number] === 0) i++;
        } else if (state === IN_QUOTES) {
          while (i < length && piece[i] !== QUOTE) i++;
          if (i < length) {
            state = AFTER_QUOTE;
            i++;
          }
          continue;
        } else if (special[piece[i] as number] === 0) {
          oddities.looseQuotes = true;
          state = IN_PLAIN;
          continue;
        }
        if (i === length) break;
        const byte = piece[i];
        if (byte === SEPARATOR) {
          cells++;
          state = AT_CELL_START;
        } else if (byte === LF) {
          oddities.lineEnds |= 1;
          endRecord(base + i, base + i + 1);
        } else if (byte === CR) {
          if (i + 1 === length) {
            afterCr = true;
            endRecord(base + i, base + i + 1);
          } else if (piece[i + 1] === LF) {
            oddities.lineEnds |= 2;
            endRecord(base + i, base + i + 2);
            i++;
          } else {
            oddities.lineEnds |= 4;
            endRecord(base + i, base + i + 1);
          }
        } else if (state === AFTER_QUOTE) state = IN_QUOTES;
        else oddities.looseQuotes = true;
        i++;
      }
      position = base + length;
    },
    end() {
      if (afterCr) oddities.lineEnds |= 4;
      afterCr = false;
      if (state === IN_QUOTES) return false;
      if (position > openFrom) endRecord(position, position);
      return true;
    },
    get openFrom() {
      return openFrom;
    },
    get position() {
      return position;
    },
    oddities,
  };
}

/** The cells of one record, unquoted. */
export function cellsOf(record: string, separator: Separator): string[] {
  if (!record.includes('"')) return record.split(separator);
  const cells: string[] = [];
  for (let at = 0; ; ) {
    let cell = '';
    if (record[at] === '"') {
      at++;
      for (;;) {
        const quote = record.indexOf('"', at);
        if (quote === -1) return [...cells, cell + record.slice(at)];
        cell += record.slice(at, quote);
        at = quote + 1;
        if (record[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    const end = record.indexOf(separator, at);
    cells.push(cell + record.slice(at, end === -1 ? undefined : end));
    if (end === -1) return cells;
    at = end + 1;
  }
}

const nothing: string[] = [];

/**
 * The rows of whole records, such as a block of a file: each cut or filled up with '' to `columns` cells. With `wanted`,
 * rows (by their number in here) that are not in it stay empty.
 */
export function rowsOf(
  bytes: Uint8Array,
  separator: Separator,
  columns: number,
  wanted?: ReadonlySet<number>,
): string[][] {
  const rows: string[][] = [];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const cutter = createRecordCutter(separator, (start, end) => {
    if (start === end) return 0;
    if (wanted && !wanted.has(rows.length)) return rows.push(nothing);
    const cells = cellsOf(decoder.decode(bytes.subarray(start, end)), separator);
    if (cells.length > columns) cells.length = columns;
    while (cells.length < columns) cells.push('');
    return rows.push(cells);
  });
  cutter.push(bytes);
  cutter.end();
  return rows;
}
