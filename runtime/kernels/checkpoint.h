/* The state of a training between two epochs, in the file format of training/checkpoint.ts. */
#ifndef SIGNALBOX_CHECKPOINT_H
#define SIGNALBOX_CHECKPOINT_H

#include "job.h"

typedef struct {
  uint32_t epoch, best_epoch, since_best;
  uint64_t step;
  double best_loss, elapsed_seconds;
  float *weights, *m, *v, *average, *best; /* flat order, `parameters` each */
  double *history;               /* train and validation loss of each epoch */
  uint32_t parameters;
} State;

/* Allocates for `epochs` epochs, or as many as a checkpoint holds. */
void state_create(State *s, uint32_t parameters, uint32_t epochs);
/* 1: `s` is what the file says. 0: there is none, or it is damaged, which is said. Ends the process when the file is
   another training's. */
int state_load(State *s, const Job *job);
void state_save(const State *s, const Job *job);

#endif
