/* Records from standard input: lines, or CSV records, whose quoted cells may hold line ends. */
#ifndef SIGNALBOX_RECORDS_H
#define SIGNALBOX_RECORDS_H

#include "text.h"

struct record_reader {
  int fd;
  bool ended, failed;
  bool too_long; /* the record was cut; its rest was skipped */
  size_t at, end;
  char bytes[16384];
};

/*
 * Reads the next record without its line end; quotes keep line ends inside when `quoted`. `before_wait` is called
 * before a read that may block. Returns false at the end of the input.
 */
bool next_record(struct record_reader *reader, bool quoted, void (*before_wait)(void *), void *context,
                 struct text *record);

/*
 * Splits a terminated CSV record in place into cells without quotes and surrounding space, each terminated. Returns their number,
 * which may exceed `most`.
 */
size_t split_cells(char *at, char separator, char **cells, size_t most);

/* The separator a header uses: comma, semicolon or tab. */
char guess_separator(const char *record);

#endif
