#include "payload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "SBXMODEL"
#define VERSION 1
#define HEADER_BYTES 80
#define CHECKED_FROM 20 /* the CRC covers everything after itself */

static uint32_t u32_at(const uint8_t *bytes, size_t offset) {
  uint32_t value;
  memcpy(&value, bytes + offset, sizeof value);
  return value;
}

uint32_t crc32_of(const void *bytes, size_t length) {
  const uint8_t *at = bytes;
  uint32_t crc = 0xffffffffu;
  while (length--) {
    crc ^= *at++;
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
  }
  return ~crc;
}

static bool within(uint32_t value, uint32_t low, uint32_t high) { return value >= low && value <= high; }

static const char *next_string(const char **at, const char *end) {
  const char *text = *at;
  size_t left = (size_t)(end - text), length = strnlen(text, left);
  if (length == left) return NULL;
  *at = text + length + 1;
  return text;
}

static const char *read_strings(const char *at, const char *end, struct payload *out) {
  out->columns = calloc((size_t)out->features, sizeof *out->columns);
  if (!out->columns) return "not enough memory for the model's column names";
  out->name = next_string(&at, end);
  out->version = out->name ? next_string(&at, end) : NULL;
  out->id = out->version ? next_string(&at, end) : NULL;
  bool complete = out->id != NULL;
  for (int i = 0; i < out->features && complete; i++) complete = (out->columns[i] = next_string(&at, end)) != NULL;
  if (complete) return NULL;
  free(out->columns);
  out->columns = NULL;
  return "the packed model's names are cut short";
}

const char *payload_read(const void *block, size_t length, struct payload *out) {
  const uint8_t *bytes = block;
  memset(out, 0, sizeof *out);
  if (length < HEADER_BYTES || memcmp(bytes, MAGIC, 8)) return "this is not a packed model";
  if (u32_at(bytes, 8) != VERSION) return "the packed model is of another version; build it again";
  size_t total = u32_at(bytes, 12);
  if (total < HEADER_BYTES || total > length) return "the packed model is cut short";
  if (crc32_of(bytes + CHECKED_FROM, total - CHECKED_FROM) != u32_at(bytes, 16))
    return "the packed model is damaged: its checksum does not match";

  uint32_t architecture = u32_at(bytes, 20), features = u32_at(bytes, 24), hidden = u32_at(bytes, 28);
  uint32_t bottleneck = u32_at(bytes, 32), layers = u32_at(bytes, 36), steps = u32_at(bytes, 40);
  uint32_t outputs = u32_at(bytes, 44), strings = u32_at(bytes, 52), scoring = u32_at(bytes, 60);
  uint32_t expected = u32_at(bytes, 64);
  if (!within(architecture, LSTM_AUTOENCODER, SENTINEL) || !within(features, 1, 4096) || !within(hidden, 1, 4096) ||
      !within(bottleneck, 1, 4096) || !within(layers, 1, 64) || !within(steps, 1, 100000) || !within(outputs, 1, 4096) ||
      !within(expected, 0, 4096))
    return "the packed model has impossible dimensions";

  size_t numbers = (2 * (size_t)features + scoring) * sizeof(double);
  size_t before = HEADER_BYTES + numbers + strings, samples = expected * sizeof(float);
  if (scoring > total || strings > total || strings % 8 || before + samples > total)
    return "the packed model's sections do not fit into it";
  out->architecture = (enum architecture)architecture;
  out->features = (int)features;
  out->hidden = (int)hidden;
  out->bottleneck = (int)bottleneck;
  out->layers = (int)layers;
  out->steps = (int)steps;
  out->outputs = (int)outputs;
  out->integer = u32_at(bytes, 48) != 0;
  out->scoring_kind = (int)u32_at(bytes, 56);
  out->scoring_count = (int)scoring;
  out->means = (const double *)(bytes + HEADER_BYTES);
  out->stds = out->means + features;
  out->scoring = out->stds + features;
  for (uint32_t i = 0; i < features; i++)
    if (!isfinite(out->means[i]) || !(out->stds[i] >= 0) || !isfinite(out->stds[i]))
      return "the packed model's normalisation is not usable";
  const char *names = (const char *)(bytes + HEADER_BYTES + numbers);
  out->expected_count = (int)expected;
  out->expected = (const float *)(names + strings);
  out->tensors = (const uint8_t *)names + strings + samples;
  out->tensor_bytes = (size_t)(bytes + total - out->tensors);
  return read_strings(names, names + strings, out);
}

struct tensor_reader payload_tensors(const struct payload *payload) {
  return (struct tensor_reader){payload->tensors, payload->tensors + payload->tensor_bytes, payload->integer, false};
}

static const void *take(struct tensor_reader *reader, size_t bytes) {
  size_t padded = (bytes + 3) & ~(size_t)3;
  if (reader->failed || padded > (size_t)(reader->end - reader->at)) {
    reader->failed = true;
    return NULL;
  }
  const void *here = reader->at;
  reader->at += padded;
  return here;
}

struct tensor next_matrix(struct tensor_reader *reader, int rows, int cols) {
  struct tensor tensor = {.rows = rows, .cols = cols};
  size_t count = (size_t)rows * (size_t)cols;
  if (reader->integer) {
    tensor.scale = take(reader, (size_t)rows * sizeof(float));
    tensor.i8 = take(reader, count);
  } else {
    tensor.f32 = take(reader, count * sizeof(float));
  }
  return tensor;
}

const float *next_vector(struct tensor_reader *reader, int count) {
  return take(reader, (size_t)count * sizeof(float));
}
