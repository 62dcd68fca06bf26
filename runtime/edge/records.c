#include "records.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MOST_RECORD_BYTES (1 << 20)

static bool fill(struct record_reader *r, void (*before_wait)(void *), void *context) {
  before_wait(context);
  ssize_t got;
  do got = read(r->fd, r->bytes, sizeof r->bytes);
  while (got < 0 && errno == EINTR);
  r->failed = got < 0;
  r->ended = got <= 0;
  r->at = 0;
  r->end = got > 0 ? (size_t)got : 0;
  return got > 0;
}

bool next_record(struct record_reader *r, bool quoted, void (*before_wait)(void *), void *context,
                 struct text *record) {
  bool inside = false, any = false;
  record->length = 0;
  r->too_long = false;
  for (;;) {
    if (r->at == r->end && (r->ended || !fill(r, before_wait, context))) break;
    any = true;
    size_t from = r->at;
    while (r->at < r->end && (inside || r->bytes[r->at] != '\n')) {
      if (quoted && r->bytes[r->at] == '"') inside = !inside;
      r->at++;
    }
    if (record->length + (r->at - from) > MOST_RECORD_BYTES) r->too_long = true;
    else text_add(record, r->bytes + from, r->at - from);
    if (r->at == r->end) continue;
    r->at++;
    break;
  }
  if (record->length > 0 && record->bytes[record->length - 1] == '\r') record->length--;
  text_add(record, "", 1);
  if (record->length > 0) record->length--;
  return any && !record->failed;
}

/* Writes a quoted cell over itself without its quotes, and returns what follows the closing one. */
static char *unquote(char *at) {
  char *to = at;
  for (at++; *at; at++) {
    if (*at == '"' && *++at != '"') break;
    *to++ = *at;
  }
  *to = 0;
  return at;
}

size_t split_cells(char *at, char separator, char **cells, size_t most) {
  const char stops[] = {separator, 0};
  for (size_t count = 0;;) {
    while (*at == ' ' || (*at == '\t' && separator != '\t')) at++;
    char *cell = at;
    const bool quoted = *at == '"';
    char *stop = quoted ? unquote(at) : at;
    stop += strcspn(stop, stops);
    const bool last = !*stop;
    if (!quoted) {
      char *end = stop;
      while (end > cell && (end[-1] == ' ' || end[-1] == '\t')) end--;
      *end = 0;
    }
    if (count < most) cells[count] = cell;
    count++;
    if (last) return count;
    at = stop + 1;
  }
}

char guess_separator(const char *record) {
  size_t commas = 0, semicolons = 0, tabs = 0;
  bool inside = false;
  for (; *record; record++) {
    if (*record == '"') inside = !inside;
    if (inside) continue;
    commas += *record == ',';
    semicolons += *record == ';';
    tabs += *record == '\t';
  }
  return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
}
