/*
 * The server's scorer: reads rows from stdin, writes what it finds to stdout, until stdin ends.
 *
 *   scorer [scores|residuals|outputs] [threads] [kernels]
 *
 * stdin, little-endian: u32 length and the packed model; then frames of u32 count and count rows of F doubles (NaN: no
 * reading). A count of 0xffffffff has no rows and begins a new sequence. stdout: first u32 F and u32 values per row; then for each frame of rows u32 count and per
 * row these floats: score, display, anomaly (0 or 1) and a contribution per feature; or a residual per channel and then
 * the input of each; or all outputs of the network.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"
#include "rows.h"

#define NEW_SEQUENCE 0xffffffffu
#define MOST_VALUES (1u << 24) /* per frame */

static int fail(const char *why) {
  fprintf(stderr, "%s\n", why);
  return 1;
}

/* 1: all read; 0: the input ended before the first byte; -1: it ended or broke inside. */
static int read_all(void *to, size_t bytes) {
  size_t have = 0;
  while (have < bytes) {
    ssize_t got = read(STDIN_FILENO, (char *)to + have, bytes - have);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0 && have == 0 ? 0 : -1;
    have += (size_t)got;
  }
  return 1;
}

static bool write_all(const void *from, size_t bytes) {
  for (size_t sent = 0; sent < bytes;) {
    ssize_t put = write(STDOUT_FILENO, (const char *)from + sent, bytes - sent);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    sent += (size_t)put;
  }
  return true;
}

/* A block of 4 + length bytes; NULL when it does not come whole. */
static void *read_block(size_t *length) {
  uint32_t bytes;
  if (read_all(&bytes, sizeof bytes) != 1) return NULL;
  void *block = malloc(bytes);
  *length = bytes;
  return block && read_all(block, bytes) == 1 ? block : NULL;
}

enum mode { SCORES, RESIDUALS, OUTPUTS };
#define VERDICT_VALUES 3

struct session {
  struct model model;
  enum mode mode;
  struct batch *batch;
  struct row_reader reader;
  struct scoring_state state;
  bool started;    /* the sequence has rows */
  size_t capacity; /* rows the buffers below hold */
  double *raw;
  float *rows; /* network_rows - 1 earlier rows, then those of the frame */
  float *found, *answer;
};

static size_t values_per_row(const struct session *s) {
  if (s->mode == OUTPUTS) return network_outputs(&s->model.network);
  if (s->mode == RESIDUALS) return 2 * (size_t)s->model.scoring.channels;
  return VERDICT_VALUES + (size_t)s->model.payload.features;
}

static bool make_room(struct session *s, size_t count) {
  if (count <= s->capacity) return true;
  const size_t features = (size_t)s->model.payload.features;
  const size_t before = (size_t)network_rows(&s->model.network) - 1;
  const size_t found = s->mode == OUTPUTS ? network_outputs(&s->model.network) : scoring_observed(&s->model.scoring);
  s->raw = realloc(s->raw, count * features * sizeof *s->raw);
  s->rows = realloc(s->rows, (before + count) * features * sizeof *s->rows);
  s->found = realloc(s->found, count * found * sizeof *s->found);
  s->answer = realloc(s->answer, count * values_per_row(s) * sizeof *s->answer);
  s->capacity = count;
  return s->raw && s->rows && s->found && s->answer;
}

/* Earlier rows of a window that reaches before the sequence's start repeat its first row. */
static void pad_front(float *rows, size_t before, size_t features) {
  for (size_t i = 0; i < before; i++) memcpy(rows + i * features, rows + before * features, features * sizeof *rows);
}

static void answer_row(struct session *s, const float *found, float *answer) {
  if (s->mode == RESIDUALS) {
    scoring_residuals(&s->model.scoring, &s->state, found, answer, answer + s->model.scoring.channels);
    return;
  }
  struct verdict verdict = scoring_next(&s->model.scoring, &s->state, found, answer + VERDICT_VALUES);
  answer[0] = (float)verdict.score;
  answer[1] = (float)verdict.display;
  answer[2] = verdict.anomaly;
}

static bool score_frame(struct session *s, uint32_t count) {
  const size_t features = (size_t)s->model.payload.features, width = values_per_row(s);
  const size_t before = (size_t)network_rows(&s->model.network) - 1;
  for (size_t i = 0; i < count; i++)
    row_reader_next(&s->reader, s->raw + i * features, s->rows + (before + i) * features);
  if (!s->started) {
    pad_front(s->rows, before, features);
    scoring_begin(&s->model.scoring, &s->state);
    s->started = true;
  }
  batch_run(s->batch, s->rows, count, s->mode == OUTPUTS, s->mode == OUTPUTS ? s->answer : s->found);
  for (size_t i = 0; i < count && s->mode != OUTPUTS; i++)
    answer_row(s, s->found + i * scoring_observed(&s->model.scoring), s->answer + i * width);
  memmove(s->rows, s->rows + count * features, before * features * sizeof *s->rows);
  return write_all(&count, sizeof count) && write_all(s->answer, count * width * sizeof(float));
}

static int mode_called(const char *name) {
  static const char *const names[] = {"scores", "residuals", "outputs"};
  for (int i = 0; i < 3; i++)
    if (!strcmp(name, names[i])) return i;
  return -1;
}

int main(int argc, char **argv) {
  const int mode = mode_called(argc > 1 ? argv[1] : "scores");
  if (mode < 0) return fail("usage: scorer [scores|residuals|outputs] [threads] [kernels]");
  size_t length;
  void *block = read_block(&length);
  if (!block) return fail("the model did not arrive whole");
  const int threads = argc > 2 ? atoi(argv[2]) : 1;
  struct session s = {.mode = (enum mode)mode};
  const char *wrong = model_open(block, length, argc > 3 ? argv[3] : NULL, &s.model);
  if (wrong) return fail(wrong);
  s.model.network.every_step = s.mode == OUTPUTS && s.model.payload.architecture == LSTM_AUTOENCODER;
  s.batch = batch_make(&s.model, threads < 1 ? 1 : threads > 64 ? 64 : threads);
  if (!s.batch || !row_reader_make(&s.model.payload, &s.reader) || !scoring_state_make(&s.model.scoring, &s.state))
    return fail("not enough memory to score");

  const uint32_t hello[2] = {(uint32_t)s.model.payload.features, (uint32_t)values_per_row(&s)};
  if (!write_all(hello, sizeof hello)) return 1;
  uint32_t count;
  int got;
  while ((got = read_all(&count, sizeof count)) == 1) {
    if (count == NEW_SEQUENCE) {
      row_reader_reset(&s.reader);
      s.started = false;
      continue;
    }
    if (count == 0 || count > MOST_VALUES / (uint32_t)s.model.payload.features) return fail("a frame of rows is empty or too large");
    if (!make_room(&s, count)) return fail("not enough memory to score");
    if (read_all(s.raw, count * (size_t)s.model.payload.features * sizeof(double)) != 1)
      return fail("the rows ended inside a frame");
    if (!score_frame(&s, count)) return 1;
  }
  return got == 0 ? 0 : fail("the rows ended inside a frame");
}
