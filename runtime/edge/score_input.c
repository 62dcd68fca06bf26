#include "score_input.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "records.h"

#define OUTPUT_BYTES 32768

struct input {
  struct station *station;
  struct record_reader reader;
  struct text record, out;
  long long row;
  bool refused_any;
  /* CSV only */
  char separator;
  char **cells;
  size_t columns;
  int *feature_of;   /* per column, -1 where it is none */
  size_t time_column; /* SIZE_MAX: none */
};

static void flush(void *context) {
  struct text *out = &((struct input *)context)->out;
  for (size_t sent = 0; sent < out->length;) {
    const ssize_t put = write(STDOUT_FILENO, out->bytes + sent, out->length - sent);
    if (put < 0) exit(1); /* nobody reads any more */
    sent += (size_t)put;
  }
  out->length = 0;
}

static bool next(struct input *in, bool quoted) {
  if (in->out.length >= OUTPUT_BYTES) flush(in);
  return next_record(&in->reader, quoted, flush, in, &in->record);
}

static void refuse(struct input *in, const char *message) {
  json_open(&in->out, NULL, '{');
  json_add_count(&in->out, "row", in->row);
  json_add_string(&in->out, "error", "invalid_row");
  json_add_string(&in->out, "message", message);
  json_close(&in->out, '}');
  text_puts(&in->out, "\n");
  in->refused_any = true;
}

static void tell(struct input *in, const char *sensor_time) {
  struct station *s = in->station;
  station_push(s, s->raw, sensor_time);
  json_open(&in->out, NULL, '{');
  json_add_count(&in->out, "row", in->row);
  if (*s->latest.sensor_time) json_add_string(&in->out, "timestamp", s->latest.sensor_time);
  station_tell(s, &s->latest.verdict, &s->live, &in->out);
  json_close(&in->out, '}');
  text_puts(&in->out, "\n");
}

/* The words for "no reading" that data sets use, as everywhere in Signalbox. */
static bool is_missing(const char *cell) {
  static const char *const words[] = {"", "null", "NULL", "NA", "N/A", "NaN", "nan"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (!strcmp(cell, words[i])) return true;
  return false;
}

/* A decimal number or a missing reading; not the hexadecimal and infinite ones strtod also takes. */
static bool read_cell(const char *cell, double *out) {
  *out = NAN;
  if (is_missing(cell)) return true;
  if (cell[strspn(cell, "+-0123456789.eE")]) return false;
  char *end;
  *out = strtod(cell, &end);
  return !*end && isfinite(*out);
}

static bool is_blank(const struct text *record) {
  for (size_t i = 0; i < record->length; i++)
    if (!isspace((unsigned char)record->bytes[i])) return false;
  return true;
}

static void score_json_line(struct input *in) {
  if (is_blank(&in->record)) return;
  in->row++;
  const char *wrong = in->reader.too_long ? "the line is too long" : json_check(in->record.bytes, in->record.length);
  if (wrong) {
    refuse(in, wrong);
    return;
  }
  const struct json root = json_root(in->record.bytes, in->record.length);
  struct json row = root, value;
  if (json_member(&root, "values", &value) && value.kind == JSON_ARRAY) row = value;
  else if (json_member(&root, "features", &value) && value.kind == JSON_OBJECT) row = value;
  char sensor_time[64] = "";
  if (json_member(&root, "timestamp", &value) && value.kind == JSON_STRING)
    json_copy(&value, sensor_time, sizeof sensor_time);
  wrong = station_read_row(in->station, &row, in->station->raw);
  if (wrong) refuse(in, wrong);
  else tell(in, sensor_time);
}

static void score_csv_record(struct input *in) {
  if (is_blank(&in->record)) return;
  in->row++;
  if (in->reader.too_long) {
    refuse(in, "the record is too long");
    return;
  }
  const size_t count = split_cells(in->record.bytes, in->separator, in->cells, in->columns);
  if (count != in->columns) {
    refuse(in, "the record has more or fewer cells than the header");
    return;
  }
  for (size_t i = 0; i < count; i++) {
    if (in->feature_of[i] < 0 || read_cell(in->cells[i], &in->station->raw[in->feature_of[i]])) continue;
    char message[160];
    snprintf(message, sizeof message, "%.60s is not a number: %.60s",
             in->station->model->payload.columns[in->feature_of[i]], in->cells[i]);
    refuse(in, message);
    return;
  }
  tell(in, in->time_column < count ? in->cells[in->time_column] : "");
}

static bool names_a_time(const char *name) {
  static const char *const names[] = {"timestamp", "time", "datetime", "date", "ts"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (!strcasecmp(name, names[i])) return true;
  return false;
}

static bool all_numbers(struct input *in) {
  double ignored;
  for (size_t i = 0; i < in->columns; i++)
    if (!read_cell(in->cells[i], &ignored)) return false;
  return true;
}

static int unusable(const char *format, const char *what) {
  fprintf(stderr, format, what);
  return 2;
}

/* Learns which column is which from the first record. Sets `is_header` unless that is a row of numbers already. */
static int read_header(struct input *in, bool *is_header) {
  const int features = in->station->model->payload.features;
  char *copy = strdup(in->record.bytes);
  in->separator = guess_separator(in->record.bytes);
  if (!copy) return unusable("not enough %s\n", "memory");
  char *none[1];
  in->columns = split_cells(copy, in->separator, none, 0);
  strcpy(copy, in->record.bytes);
  in->cells = calloc(in->columns, sizeof *in->cells);
  in->feature_of = malloc(in->columns * sizeof *in->feature_of);
  if (!in->cells || !in->feature_of) return unusable("not enough %s\n", "memory");
  split_cells(copy, in->separator, in->cells, in->columns);
  *is_header = !all_numbers(in);
  int found = 0;
  for (size_t i = 0; i < in->columns; i++) {
    in->feature_of[i] = *is_header ? station_feature(in->station, in->cells[i]) : (int)i;
    found += in->feature_of[i] >= 0;
    if (*is_header && in->time_column == SIZE_MAX && names_a_time(in->cells[i])) in->time_column = i;
  }
  if (!*is_header && in->columns != (size_t)features)
    return unusable("%s\n", "the input has no header and not as many columns as the model has features");
  for (int f = 0; *is_header && f < features; f++) {
    bool there = false;
    for (size_t i = 0; i < in->columns; i++) there = there || in->feature_of[i] == f;
    if (!there) return unusable("the input has no column %s\n", in->station->model->payload.columns[f]);
  }
  free(copy);
  return found == features ? 0 : unusable("%s\n", "the input names a column twice");
}

static int score_csv(struct input *in) {
  bool is_header;
  const int status = read_header(in, &is_header);
  if (status) return status;
  if (!is_header) score_csv_record(in);
  while (next(in, true)) score_csv_record(in);
  return 0;
}

int score_input(struct station *station, int from) {
  static struct input input;
  struct input *in = &input;
  in->station = station;
  in->reader.fd = from;
  in->time_column = SIZE_MAX;
  bool there;
  do there = next(in, false);
  while (there && is_blank(&in->record));
  if (!there) return in->reader.failed ? 2 : 0;
  static const char mark[] = "\xef\xbb\xbf";
  if (!strncmp(in->record.bytes, mark, 3)) {
    in->record.length -= 3;
    memmove(in->record.bytes, in->record.bytes + 3, in->record.length + 1);
  }
  int status = 0;
  const char first = in->record.bytes[strspn(in->record.bytes, " \t")];
  if (first == '{' || first == '[') {
    do score_json_line(in);
    while (next(in, false));
  } else {
    status = score_csv(in);
  }
  flush(in);
  return status ? status : in->reader.failed ? 2 : in->refused_any;
}
