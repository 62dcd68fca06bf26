#include "checkpoint.h"
#include "events.h"
#include <stdlib.h>

enum { HEADER = 56 };
static const char MAGIC[8] = "SBCKPT2";

static uint32_t crc32_of(const unsigned char *bytes, size_t size) {
  static uint32_t table[256];
  if (!table[1])
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t c = i;
      for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
      table[i] = c;
    }
  uint32_t crc = ~0u;
  for (size_t i = 0; i < size; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >> 8);
  return ~crc;
}

void state_create(State *s, uint32_t parameters, uint32_t epochs) {
  *s = (State){.parameters = parameters, .best_loss = 1.7976931348623157e308};
  float **lists[] = {&s->weights, &s->m, &s->v, &s->average, &s->best};
  for (int i = 0; i < 5; i++) memset(*lists[i] = allocate(parameters * sizeof(float)), 0, parameters * sizeof(float));
  s->history = allocate(2 * (size_t)epochs * sizeof(double));
}

int state_load(State *s, const Job *job) {
  size_t floats;
  const char *bytes = (const char *)read_floats(job->dir, "checkpoint.bin", &floats);
  if (!bytes) return 0;
  size_t size = floats * sizeof(float), lists = (size_t)s->parameters * sizeof(float);
  uint32_t parameters = 0, epoch = 0, crc;
  uint64_t fingerprint;
  int sound = size >= HEADER + 4 && !memcmp(bytes, MAGIC, 8);
  if (sound) {
    memcpy(&parameters, bytes + 16, 4);
    memcpy(&epoch, bytes + 20, 4);
    memcpy(&crc, bytes + size - 4, 4);
    sound = size == HEADER + 20 * (size_t)parameters + 16 * (size_t)epoch + 4 && crc == crc32_of((const unsigned char *)bytes, size - 4);
  }
  if (!sound) {
    say_warning("%s/checkpoint.bin is damaged; training starts from the beginning", job->dir);
    free((void *)bytes);
    return 0;
  }
  memcpy(&fingerprint, bytes + 8, 8);
  if (fingerprint != job->fingerprint || parameters != s->parameters)
    fail("failed", "%s/checkpoint.bin belongs to another training (other data, architecture or hyperparameters); remove it to start anew", job->dir);
  s->epoch = epoch;
  memcpy(&s->step, bytes + 24, 8);
  memcpy(&s->best_epoch, bytes + 32, 4);
  memcpy(&s->since_best, bytes + 36, 4);
  memcpy(&s->best_loss, bytes + 40, 8);
  memcpy(&s->elapsed_seconds, bytes + 48, 8);
  memcpy(s->weights, bytes + HEADER, lists);
  memcpy(s->m, bytes + HEADER + lists, lists);
  memcpy(s->v, bytes + HEADER + 2 * lists, lists);
  memcpy(s->average, bytes + HEADER + 3 * lists, lists);
  memcpy(s->best, bytes + HEADER + 4 * lists, lists);
  if (epoch > (uint32_t)job->epochs) s->history = allocate(16 * (size_t)epoch);
  memcpy(s->history, bytes + HEADER + 5 * lists, 16 * (size_t)epoch);
  free((void *)bytes);
  return 1;
}

void state_save(const State *s, const Job *job) {
  size_t lists = (size_t)s->parameters * sizeof(float), size = HEADER + 5 * lists + 16 * (size_t)s->epoch + 4;
  char *bytes = allocate(size);
  memcpy(bytes, MAGIC, 8);
  memcpy(bytes + 8, &job->fingerprint, 8);
  memcpy(bytes + 16, &s->parameters, 4);
  memcpy(bytes + 20, &s->epoch, 4);
  memcpy(bytes + 24, &s->step, 8);
  memcpy(bytes + 32, &s->best_epoch, 4);
  memcpy(bytes + 36, &s->since_best, 4);
  memcpy(bytes + 40, &s->best_loss, 8);
  memcpy(bytes + 48, &s->elapsed_seconds, 8);
  memcpy(bytes + HEADER, s->weights, lists);
  memcpy(bytes + HEADER + lists, s->m, lists);
  memcpy(bytes + HEADER + 2 * lists, s->v, lists);
  memcpy(bytes + HEADER + 3 * lists, s->average, lists);
  memcpy(bytes + HEADER + 4 * lists, s->best, lists);
  memcpy(bytes + HEADER + 5 * lists, s->history, 16 * (size_t)s->epoch);
  uint32_t crc = crc32_of((unsigned char *)bytes, size - 4);
  memcpy(bytes + size - 4, &crc, 4);
  replace_file(job->dir, "checkpoint.bin", bytes, size);
  free(bytes);
}
