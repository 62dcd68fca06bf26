import { invalid } from '../../../platform/errors.ts';
import { columnNames } from './header.ts';
import { BLOCK_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_RECORD_BYTES } from './limits.ts';
import { cellsOf, createRecordCutter, type RecordCutter, type Separator } from './records.ts';
import { sniffSeparator } from './separator.ts';
import { createUtf8Check } from './utf8.ts';

/** Where rows `firstRow`… begin in the file; a block ends where the next begins. */
export type Block = { firstRow: number; offset: number };

/** What is known of a CSV file after its bytes went by once. */
export type CsvScan = {
  separator: Separator;
  columns: string[];
  /** Records after the header. */
  rows: number;
  /** Rows with more or fewer cells than the header. */
  raggedRows: number;
  blocks: Block[];
  bytes: number;
  /** False when a strict reader would see other cells than we do: then it must be given a straightened copy. */
  strict: boolean;
  /** How records end, where `strict`; not to be guessed from the first line, which may have another in quotes. */
  lineEnd: '\n' | '\r\n';
  quotes: boolean;
  /** Bytes that make a number doubtful to DuckDB's parser: it takes `1_000` and `+-1`. */
  hasUnderscore: boolean;
  hasPlus: boolean;
};

export type CsvScanner = {
  /** @throws invalid as soon as the file cannot be a usable CSV */
  push(piece: Uint8Array): void;
  /** @throws invalid */
  end(): CsvScan;
};

/** Header and separator are looked for in this much of the file; a header fits, because a record does. */
const BEGINNING_BYTES = MAX_RECORD_BYTES + 4;
const UNDERSCORE = 0x5f;
const PLUS = 0x2b;

/**
 * Reads a CSV file as it streams by: separator, header, number of rows, where they are, and whether it is well-formed.
 * Needs memory for the block list only. Not UTF-8, NUL bytes, an unclosed quote, too many columns and too long rows are
 * refused.
 */
export function createCsvScanner(): CsvScanner {
  const utf8 = createUtf8Check();
  const blocks: Block[] = [];
  let beginning: Uint8Array = new Uint8Array(0);
  let bytes = 0;
  let headerEnd = 0;
  let hasUnderscore = false;
  let hasPlus = false;
  let separator: Separator = ',';
  let columns: string[] | undefined;
  let startsBlank = false;
  let width = 0;
  let rows = 0;
  let raggedRows = 0;
  let nextBlock = 0;
  let cutter: RecordCutter | undefined;

  function onRecord(start: number, end: number, cells: number): void {
    if (end - start > MAX_RECORD_BYTES) throw tooLong(rows);
    if (columns === undefined) {
      if (start === end) return;
      startsBlank = cutter?.oddities.blankRecords ?? false;
      headerEnd = end;
      const text = new TextDecoder().decode(beginning.subarray(start, end));
      columns = columnNames(cellsOf(text, separator));
      width = cells;
      if (width > MAX_COLUMNS)
        throw invalid(`The file has ${width} columns; at most ${MAX_COLUMNS} are supported.`, { code: 'INVALID_CSV' });
      return;
    }
    // Empty lines begin blocks too: a block is small, however many of them follow each other.
    if (start >= nextBlock) {
      blocks.push({ firstRow: rows, offset: start });
      nextBlock = start + BLOCK_BYTES;
    }
    if (start === end) return;
    rows++;
    if (cells !== width) {
      raggedRows++;
      if (rows * width > MAX_CELLS) throw tooRagged(raggedRows, width);
    }
  }

  /** `offset`: of the piece in the file. */
  function cut(piece: Uint8Array, offset: number): void {
    cutter?.push(piece);
    if (cutter && cutter.position - cutter.openFrom > MAX_RECORD_BYTES) throw tooLong(rows);
    const readings = piece.subarray(Math.max(0, headerEnd - offset));
    hasUnderscore ||= readings.includes(UNDERSCORE);
    hasPlus ||= readings.includes(PLUS);
  }

  /** Reads the beginning of the file once enough of it is there for the header and the separator. */
  function begin(): void {
    const bom = beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf ? 3 : 0;
    separator = sniffSeparator(beginning.subarray(bom, BEGINNING_BYTES));
    cutter = createRecordCutter(separator, onRecord, bom);
    cut(beginning.subarray(bom), bom);
  }

  return {
    push(piece) {
      const nul = piece.indexOf(0);
      if (nul !== -1)
        throw invalid(`The file is not text: it has a NUL byte at offset ${bytes + nul}. Save it as CSV in UTF-8.`, {
          code: 'INVALID_CSV',
        });
      if (!utf8.push(piece)) throw notUtf8(bytes);
      bytes += piece.length;
      if (cutter) return cut(piece, bytes - piece.length);
      beginning = Buffer.concat([beginning, piece]);
      if (beginning.length < BEGINNING_BYTES) return;
      begin();
      if (columns === undefined) throw headless();
      beginning = new Uint8Array(0);
    },
    end() {
      if (!utf8.end()) throw notUtf8(bytes);
      if (!cutter) begin();
      if (!(cutter as RecordCutter).end())
        throw invalid(`A quoted value that begins in row ${rows + 1} is never closed.`, { code: 'INVALID_CSV' });
      if (columns === undefined) throw headless();
      const { looseQuotes, quotes, lineEnds, blankRecords } = (cutter as RecordCutter).oddities;
      const regularLineEnds = lineEnds <= 2;
      // In a file of one column a strict reader takes an empty line for a missing value.
      const blanksMatter = startsBlank || (blankRecords && width === 1);
      return {
        separator,
        columns,
        rows,
        raggedRows,
        blocks,
        bytes,
        strict: !looseQuotes && regularLineEnds && raggedRows === 0 && !blanksMatter,
        lineEnd: lineEnds === 2 ? '\r\n' : '\n',
        quotes,
        hasUnderscore,
        hasPlus,
      };
    },
  };
}

function headless() {
  return invalid('The file is empty or begins with nothing: a CSV needs a header row with the names of its columns.', {
    code: 'INVALID_CSV',
  });
}

function tooLong(row: number) {
  return invalid(
    `Row ${row + 1} is longer than ${MAX_RECORD_BYTES / 1024} KB, so this is hardly a table of readings. Is a quote never closed?`,
    { code: 'INVALID_CSV' },
  );
}

function tooRagged(ragged: number, width: number) {
  return invalid(`At least ${ragged} rows do not have the ${width} columns of the header. Is the header right?`, {
    code: 'INVALID_CSV',
  });
}

function notUtf8(offset: number) {
  return invalid(`The file is not valid UTF-8 (after offset ${offset}). Save it as UTF-8 and upload it again.`, {
    code: 'INVALID_CSV',
  });
}
