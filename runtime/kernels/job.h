/* A job's folder, read: plan.txt says what to do (training/plan-file.ts writes it), the rest are plain numbers. */
#ifndef SIGNALBOX_JOB_H
#define SIGNALBOX_JOB_H

#include "model.h"
#include "update.h"

typedef struct {
  const char *dir;
  Shape shape;
  int steps, batch, epochs, patience, threads, shuffle, target_width;
  uint32_t seed, stride, validation_stride;
  double dropout;
  Loss loss;
  UpdateRule rule;
  uint64_t fingerprint;
  size_t row_count;
  float *rows, *targets;
  uint32_t *train, *validation; /* first rows of all windows, in order */
  size_t train_count, validation_count;
} Job;

/* Reads everything. On failure says why on the protocol and ends the process. */
void read_job(Job *job, const char *dir);

/* The floats of a file, 64-byte aligned; NULL when there is no such file. */
float *read_floats(const char *dir, const char *name, size_t *count);
void path_in(char *path, size_t size, const char *dir, const char *name);
/* Replaces a file whole: a reader sees the old or the new one, also after a crash. */
void replace_file(const char *dir, const char *name, const void *bytes, size_t size);
void *allocate(size_t bytes);

#endif
