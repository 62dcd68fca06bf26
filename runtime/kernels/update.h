/* One optimizer step over all parameters, and fresh forward copies of the weights. */
#ifndef SIGNALBOX_UPDATE_H
#define SIGNALBOX_UPDATE_H

#include "parameters.h"

typedef enum { ADAM, ADAMW, SGD } Optimizer;

typedef struct {
  Optimizer optimizer;
  double learning_rate, weight_decay;
} UpdateRule;

/* A piece of work for one thread: a tensor, or one panel of gate columns of it. */
typedef struct {
  const Tensor *tensor;
  int panel; /* -1 for the whole tensor */
} UpdatePiece;

typedef struct {
  UpdatePiece *pieces;
  int count;
} UpdatePlan;

typedef struct {
  float *weights, *packed, *m, *v; /* padded order; packed in its own */
  float *average;                  /* of the weights over about the last tenth of all updates: the model */
  float **grads;                   /* partial gradients, summed in this order */
  int parts;
  UpdateRule rule;
  unsigned long long step; /* of this update, from 1 */
} UpdateState;

/* 0 when memory is refused. */
int plan_updates(UpdatePlan *plan, const Parameters *p);
/* Returns 0, or NaN when a weight is not a finite number any more. */
float update_piece(const UpdateState *s, const UpdatePiece *piece);
/* The forward copy alone, for weights that come from elsewhere. */
void pack_piece(const UpdateState *s, const UpdatePiece *piece);

#endif
