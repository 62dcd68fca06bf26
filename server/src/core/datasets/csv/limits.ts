/** Most bytes of an uploaded file, whatever the plan allows. */
export const MAX_FILE_BYTES = 100 * 1024 ** 2;

/** Sensors of the largest air handlers come in dozens; more columns than this is a matrix, not a recording. */
export const MAX_COLUMNS = 500;

/** Bounds what one row costs: a page of 1,000 rows, and a block of the file, stay small. */
export const MAX_RECORD_BYTES = 64 * 1024;

/**
 * Most cells of a file, counted as rows × columns. A rectangular file of 100 MB cannot have more, because a cell takes at
 * least its separator; only rows that are mostly padding can.
 */
export const MAX_CELLS = MAX_FILE_BYTES;

/** Rows are found again through one file offset every so many bytes. */
export const BLOCK_BYTES = 256 * 1024;
