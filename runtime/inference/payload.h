/*
 * The packed model an inference program is given: a little-endian block written by runtime/model/pack.ts, embedded
 * in an edge program or read from a file by the server's scorer. docs/axonml.md describes it.
 */
#ifndef SIGNALBOX_PAYLOAD_H
#define SIGNALBOX_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum architecture { LSTM_AUTOENCODER = 1, GRU_PREDICTOR = 2, SENTINEL = 3 };

struct payload {
  enum architecture architecture;
  int features;
  int hidden;
  int bottleneck;
  int layers;
  int steps;   /* rows per window */
  int outputs; /* values per window, or per step for the autoencoder */
  bool integer; /* weights are int8 with a scale per row */
  const double *means, *stds; /* per feature: z = (x - mean) / std; a std of 0 marks one that is not monitored */
  int scoring_kind;
  int scoring_count;
  const double *scoring; /* parameters of score.c */
  const char *name, *version, *id;
  const char **columns; /* per feature; allocated by payload_read */
  int expected_count;    /* outputs for the self-test's window, 0 when there are none */
  const float *expected;
  const uint8_t *tensors;
  size_t tensor_bytes;
};

/* A weight matrix, row-major [rows][cols]; exactly one of f32 and i8 is set, i8 with a scale per row. */
struct tensor {
  int rows, cols;
  const float *f32;
  const int8_t *i8;
  const float *scale;
};

/* Walks the weights in file order. `failed` stays set once something did not fit. */
struct tensor_reader {
  const uint8_t *at, *end;
  bool integer, failed;
};

/* Checks and opens a block; `bytes` must be aligned to 8 and outlive `out`. Returns NULL or what is wrong with it. */
const char *payload_read(const void *bytes, size_t length, struct payload *out);

struct tensor_reader payload_tensors(const struct payload *payload);
struct tensor next_matrix(struct tensor_reader *reader, int rows, int cols);
const float *next_vector(struct tensor_reader *reader, int count);

/* CRC-32 as in zlib. */
uint32_t crc32_of(const void *bytes, size_t length);

#endif
