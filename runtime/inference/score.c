#include "score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Parameters of SCORING_RESIDUAL as they lie in the payload. */
struct chart {
  double gain; /* evidence relative to the limit is gain * log1p(rate * x^2) */
  double rate;
};
struct channel {
  double mean, step_scale, spread_mean;
  struct chart level, jump, spread;
};
struct charts {
  double lambda, soft;
  struct channel channels[];
};

#define FORECASTS 3 /* sensors a predictor without labels foretells */
#define LABEL_CUT 0.5

static const struct charts *charts_of(const struct scoring *scoring) {
  return (const struct charts *)scoring->model->scoring;
}

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

const char *scoring_open(const struct payload *model, struct scoring *out) {
  const int kind = model->scoring_kind;
  *out = (struct scoring){model, model->features + (model->architecture == SENTINEL && kind != SCORING_LABEL), 1};
  if (kind < SCORING_PLAIN || kind > SCORING_LABEL || (kind == SCORING_LABEL && model->architecture == LSTM_AUTOENCODER))
    return "the packed model's scoring rule does not fit the model";
  size_t bytes = kind == SCORING_RESIDUAL ? sizeof(struct charts) + (size_t)out->channels * sizeof(struct channel)
                                          : sizeof(double);
  if ((size_t)model->scoring_count * sizeof(double) != bytes)
    return "the packed model's scoring parameters do not fit the model";
  if (kind == SCORING_PLAIN) out->threshold = model->scoring[0];
  return NULL;
}

size_t scoring_observed(const struct scoring *scoring) {
  return (size_t)scoring->model->features + (size_t)scoring->model->outputs;
}

void scoring_observe(const struct scoring *scoring, const float *row, const float *output, float *observation) {
  const size_t features = (size_t)scoring->model->features;
  memcpy(observation, row, features * sizeof *row);
  memcpy(observation + features, output, (size_t)scoring->model->outputs * sizeof *output);
}

bool scoring_state_make(const struct scoring *scoring, struct scoring_state *out) {
  const size_t channels = (size_t)scoring->channels;
  double *memory = malloc(5 * channels * sizeof *memory + (size_t)scoring->model->outputs * sizeof(float));
  *out = (struct scoring_state){.memory = memory};
  if (!memory) return false;
  double **const parts[] = {&out->level, &out->spread, &out->input, &out->residual, &out->part};
  for (size_t i = 0; i < 5; i++) *parts[i] = memory + i * channels;
  out->forecast = (float *)(memory + 5 * channels);
  scoring_begin(scoring, out);
  return true;
}

void scoring_state_free(struct scoring_state *state) {
  free(state->memory);
  *state = (struct scoring_state){0};
}

void scoring_begin(const struct scoring *scoring, struct scoring_state *state) {
  const bool charts = scoring->model->scoring_kind == SCORING_RESIDUAL;
  state->begun = false;
  for (int j = 0; j < scoring->channels; j++) {
    state->level[j] = 0;
    state->spread[j] = charts ? charts_of(scoring)->channels[j].spread_mean : 0;
  }
}

/* What channel j reads: a sensor, or of the whole row what the sentinel was trained to say about it. */
static double input_of(const struct scoring *scoring, const float *observation, int j) {
  const int features = scoring->model->features;
  if (j < features) return observation[j];
  double sum = 0;
  for (int f = 0; f < features; f++) sum += observation[f];
  return sigmoid(sum / features);
}

static double residual_of(const struct scoring *scoring, const struct scoring_state *state, const float *observation,
                          double input, int j) {
  const struct payload *model = scoring->model;
  const float *output = observation + model->features;
  if (model->architecture == LSTM_AUTOENCODER) return input - output[j];
  /* A sentinel's target is a function of the same row, so its sensors speak for themselves. */
  if (model->architecture == SENTINEL) return j < model->features ? input : input - output[0];
  /* A predictor is held to what it foretold from the rows before; for other sensors that is their mean. */
  if (j >= FORECASTS) return input;
  return state->begun ? sigmoid(input) - state->forecast[j] : 0;
}

static void remember(const struct scoring *scoring, struct scoring_state *state, const float *observation) {
  for (int j = 0; j < scoring->channels; j++) state->input[j] = input_of(scoring, observation, j);
  memcpy(state->forecast, observation + scoring->model->features, (size_t)scoring->model->outputs * sizeof(float));
  state->begun = true;
}

void scoring_residuals(const struct scoring *scoring, struct scoring_state *state, const float *observation,
                       float *residuals, float *inputs) {
  for (int j = 0; j < scoring->channels; j++) {
    const double input = input_of(scoring, observation, j);
    inputs[j] = (float)input;
    residuals[j] = (float)residual_of(scoring, state, observation, input, j);
  }
  remember(scoring, state, observation);
}

static double evidence(const struct chart *chart, double x) { return chart->gain * log1p(chart->rate * x * x); }

/* Moves a channel's charts on by one row and returns the strongest evidence among them. */
static double watch(const struct charts *charts, struct scoring_state *state, double residual, double input, int j) {
  const struct channel *c = &charts->channels[j];
  const double d = residual - c->mean;
  state->level[j] += charts->lambda * (d - state->level[j]);
  if (state->begun) {
    const double step = sqrt(fabs(input - state->input[j]) / c->step_scale + charts->soft);
    state->spread[j] += charts->lambda * (step - state->spread[j]);
  }
  return fmax(fmax(evidence(&c->level, state->level[j]), evidence(&c->jump, d)),
              evidence(&c->spread, state->spread[j] - c->spread_mean));
}

static struct verdict by_charts(const struct scoring *scoring, struct scoring_state *state, const float *observation) {
  double most = 0;
  for (int j = 0; j < scoring->channels; j++) {
    const double input = input_of(scoring, observation, j);
    state->part[j] = watch(charts_of(scoring), state, residual_of(scoring, state, observation, input, j), input, j);
    most = fmax(most, state->part[j]);
  }
  return (struct verdict){.score = most, .display = 1 - exp2(-most)};
}

static struct verdict by_label(const struct scoring *scoring, struct scoring_state *state, const float *observation) {
  const struct payload *model = scoring->model;
  double probability = 0;
  for (int i = 0; i < model->outputs; i++) probability += observation[model->features + i];
  probability /= model->outputs;
  for (int j = 0; j < scoring->channels; j++) state->part[j] = fabsf(observation[j]);
  return (struct verdict){.score = probability / LABEL_CUT, .display = probability};
}

static double mean_square(const double *values, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += values[i] * values[i];
  return sum / count;
}

/* The reading of a file nobody calibrated: reconstruction error, or the root mean square of probabilities. */
static struct verdict plainly(const struct scoring *scoring, struct scoring_state *state, const float *observation) {
  const struct payload *model = scoring->model;
  for (int j = 0; j < scoring->channels; j++) {
    state->residual[j] = residual_of(scoring, state, observation, input_of(scoring, observation, j), j);
    state->part[j] = state->residual[j] * state->residual[j];
  }
  if (model->architecture == LSTM_AUTOENCODER) {
    const double score = mean_square(state->residual, scoring->channels);
    const double relative = isfinite(scoring->threshold) && scoring->threshold > 0 ? score / scoring->threshold : score;
    return (struct verdict){.score = score, .display = 1 - exp2(-relative)};
  }
  double squares = 0;
  for (int i = 0; i < model->outputs; i++) {
    const double output = observation[model->features + i];
    squares += output * output;
  }
  const double score = sqrt(squares / model->outputs);
  return (struct verdict){.score = score, .display = score};
}

/* Shares of the score. The part of the row as a whole goes to the sensors as far as each deviates. */
static void share(const struct scoring *scoring, const struct scoring_state *state, const float *observation,
                  double score, float *contributions) {
  const int features = scoring->model->features;
  double sum = 0, deviations = 0;
  for (int j = 0; j < scoring->channels; j++) sum += state->part[j];
  for (int f = 0; f < features; f++) deviations += (double)observation[f] * observation[f];
  const double scale = sum > 0 ? score / sum : 0;
  const double whole = scoring->channels > features ? state->part[features] : 0;
  for (int f = 0; f < features; f++) {
    const double own = deviations > 0 ? (double)observation[f] * observation[f] / deviations : 1.0 / features;
    contributions[f] = (float)(scale * (state->part[f] + whole * own));
  }
}

struct verdict scoring_next(const struct scoring *scoring, struct scoring_state *state, const float *observation,
                            float *contributions) {
  const int kind = scoring->model->scoring_kind;
  struct verdict verdict = kind == SCORING_RESIDUAL ? by_charts(scoring, state, observation)
                           : kind == SCORING_LABEL  ? by_label(scoring, state, observation)
                                                    : plainly(scoring, state, observation);
  verdict.anomaly = verdict.score >= scoring->threshold;
  share(scoring, state, observation, verdict.score, contributions);
  remember(scoring, state, observation);
  return verdict;
}
