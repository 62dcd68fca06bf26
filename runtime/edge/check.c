#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Outputs may differ from the builder's by this much of the largest one: they were computed in double precision. */
#define TOLERANCE 1e-3

/* The self-test's window in normalised readings; runtime/model/self-test.ts has the same. */
static float test_reading(int i) { return (float)sin(0.37 * i); }

static const char *run_window(const struct model *model, float *output) {
  const struct network *network = &model->network;
  const int values = network_rows(network) * network->features;
  struct scratch scratch;
  float *rows = malloc((size_t)values * sizeof *rows);
  if (!rows || !scratch_make(network, 1, &scratch)) return "not enough memory";
  for (int i = 0; i < values; i++) rows[i] = test_reading(i);
  network_forward(network, &scratch, rows, 1, output);
  scratch_free(&scratch);
  free(rows);
  return NULL;
}

static double difference(const struct payload *payload, const float *output) {
  double worst = 0, largest = 1;
  for (int i = 0; i < payload->expected_count; i++) {
    const double apart = fabs((double)output[i] - payload->expected[i]);
    largest = fmax(largest, fabs(payload->expected[i]));
    worst = isnan(apart) ? INFINITY : fmax(worst, apart);
  }
  return worst / largest;
}

int self_test(const unsigned char *block, size_t length) {
  static const char *const names[] = {"avx512", "avx2", "sse2", "neon", "portable"};
  struct text out = {0};
  bool good = true, any = false;
  json_open(&out, NULL, '{');
  json_open(&out, "kernels", '{');
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    static struct model model;
    if (!kernels_pick(names[i])) continue;
    any = true;
    const char *wrong = model_open(block, length, names[i], &model);
    float *output = wrong ? NULL : malloc(network_outputs(&model.network) * sizeof *output);
    if (!wrong) wrong = output ? run_window(&model, output) : "not enough memory";
    const double apart = wrong ? INFINITY : difference(&model.payload, output);
    if (wrong) json_add_string(&out, names[i], wrong);
    else json_add_number(&out, names[i], apart);
    good = good && !wrong && apart <= TOLERANCE;
    free(output);
    if (!wrong) network_free(&model.network);
  }
  json_close(&out, '}');
  json_add_boolean(&out, "passed", good && any);
  json_close(&out, '}');
  printf("%.*s\n", (int)out.length, out.bytes);
  return good && any ? 0 : 1;
}

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int bench(struct station *station, long rows) {
  const struct payload *payload = &station->model->payload;
  double *times = malloc((size_t)rows * sizeof *times);
  if (!times) return 1;
  double sum = 0;
  for (long r = 0; r < rows; r++) {
    for (int f = 0; f < payload->features; f++)
      station->raw[f] = payload->means[f] + payload->stds[f] * test_reading((int)(r % 100000) * payload->features + f);
    const double start = now_us();
    stream_push(&station->live, station->raw);
    sum += times[r] = now_us() - start;
  }
  qsort(times, (size_t)rows, sizeof *times, by_size);
  printf("{\"windows\":%ld,\"kernels\":\"%s\",\"weights\":\"%s\",\"us_median\":%.2f,\"us_mean\":%.2f,\"us_p99\":%.2f}\n", rows,
         station->model->network.kernels->name, payload->integer ? "int8" : "float32", times[rows / 2], sum / (double)rows,
         times[rows - 1 - rows / 100]);
  free(times);
  return 0;
}
