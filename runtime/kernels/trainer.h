/* A model in training: batches spread over the threads. */
#ifndef SIGNALBOX_TRAINER_H
#define SIGNALBOX_TRAINER_H

#include "job.h"
#include "pool.h"

typedef struct {
  const Job *job;
  Model model;
  Pool *pool;
  Workspace *workspaces; /* one a thread */
  UpdatePlan updates;
  UpdateState state;   /* what learns */
  UpdateState shown;   /* the averaged weights and their forward copies: what is validated and kept */
  double *losses;      /* one a slice */
  float *finite;       /* one an update: 0, or NaN after a weight became no number */
  float *outputs;      /* of the batch, when somebody wants them */
  /* the batch under way */
  const uint32_t *starts;
  int count, slices, learning;
  uint32_t dropout_key[4];
} Trainer;

void trainer_create(Trainer *t, const Job *job);
void trainer_set_weights(Trainer *t, const float *flat);
/* Learns from one batch; returns its mean loss, NaN also when a weight broke. */
double train_batch(Trainer *t, const uint32_t *starts, int count, uint32_t epoch, uint32_t batch);
/* Mean loss of the averaged weights over windows, learning nothing. `stop` is looked at now and then; a negative number means it was set. */
double mean_loss(Trainer *t, const uint32_t *starts, size_t count, const volatile int *stop);
/* Gradient of the last batch in flat order, for comparisons. */
void trainer_gradient(const Trainer *t, float *flat);
/* Values a model gives per window. */
int outputs_per_window(const Model *m);

#endif
