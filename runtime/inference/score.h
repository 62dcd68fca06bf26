/*
 * From what a network says about windows to a score per row: docs/scoring.md. The same rules in double precision in
 * TypeScript: runtime/model/score.ts.
 */
#ifndef SIGNALBOX_SCORE_H
#define SIGNALBOX_SCORE_H

#include "network.h"

enum scoring_kind {
  SCORING_PLAIN = 0,    /* nobody calibrated the model: mean squared residual, or the model's own probability */
  SCORING_RESIDUAL = 1, /* three control charts per channel of residuals */
  SCORING_LABEL = 2,    /* the model was trained on labels: its output is a probability of the label */
};

/* A channel is a sensor; a sentinel without labels has one more, which looks at the row as a whole. */
struct scoring {
  const struct payload *model;
  int channels;
  double threshold; /* a score that reaches it is an anomaly; infinite when nobody knows one */
};

/* What earlier rows of a sequence left behind; all per channel. */
struct scoring_state {
  bool begun;
  double *level, *spread;  /* where the charts stand */
  double *input;           /* the row before */
  double *residual, *part; /* room for the row at hand */
  float *forecast;         /* a predictor's outputs for the row at hand */
  void *memory;
};

struct verdict {
  double score;
  double display; /* 0 to 1; one half at the threshold */
  bool anomaly;
};

/* Returns NULL or what is wrong with the model's scoring parameters. */
const char *scoring_open(const struct payload *model, struct scoring *out);

/*
 * Rows are told by observations: the normalised row [features] and the network's output for the window that ends with
 * it [outputs].
 */
size_t scoring_observed(const struct scoring *scoring);
void scoring_observe(const struct scoring *scoring, const float *row, const float *output, float *observation);

bool scoring_state_make(const struct scoring *scoring, struct scoring_state *out);
void scoring_state_free(struct scoring_state *state);
/* The next row begins a new sequence. */
void scoring_begin(const struct scoring *scoring, struct scoring_state *state);

/* Residuals [channels] of the next row of a sequence and the inputs [channels] they belong to, for calibration. */
void scoring_residuals(const struct scoring *scoring, struct scoring_state *state, const float *observation,
                       float *residuals, float *inputs);

/* Score of the next row of a sequence, and each feature's share of it; shares sum to the score. */
struct verdict scoring_next(const struct scoring *scoring, struct scoring_state *state, const float *observation,
                            float *contributions);

#endif
