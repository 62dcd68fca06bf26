#include <math.h>
#include <string.h>

#include "network.h"

/* Where one layer's steps find their input projections: a row per step and window, or the same row again and again. */
struct projections {
  const float *at;
  size_t per_step, per_window;
};

/*
 * Runs a stack of recurrent layers. A layer's hidden states lie as [step][window][unit] from step 0, the zero state,
 * in the buffer whose number is returned. One window projects all its steps at once, so that a weight is read once
 * for several of them; many windows project step by step, which keeps the projections in the cache.
 */
static int run_cells(const struct network *n, struct scratch *s, const struct cell_layer *layers,
                     struct projections first, int windows) {
  const struct kernels *k = n->kernels;
  const bool lstm = n->architecture == LSTM_AUTOENCODER;
  void (*const step_of)(const struct recurrent_step *) =
      lstm ? (n->integer ? k->lstm_i16 : k->lstm_f32) : (n->integer ? k->gru_i16 : k->gru_f32);
  const size_t state = (size_t)windows * (size_t)n->stride;
  const int chunk = windows == 1 ? n->steps : 1;
  int to = 0;
  for (int l = 0; l < n->layers; l++, to ^= 1) {
    const int from = to ^ 1;
    if (n->integer) memset(s->q[to], 0, state * sizeof(int16_t));
    if (s->hidden[to]) memset(s->hidden[to], 0, state * sizeof(float));
    if (n->integer && !lstm) memset(s->hidden[0], 0, state * sizeof(float));
    memset(s->cell, 0, state * sizeof(float));
    for (int t = 0; t < n->steps; t++) {
      struct projections in = first;
      if (l > 0) {
        in = (struct projections){s->gates, state / (size_t)n->stride * (size_t)n->gates_width, (size_t)n->gates_width};
        if (t % chunk == 0) {
          const size_t now = (size_t)(t + 1) * state;
          if (n->integer)
            k->project_i16(&layers[l].input, s->q[from] + now, (size_t)n->stride, chunk * windows, s->gates);
          else
            k->project_f32(&layers[l].input, s->hidden[from] + now, (size_t)n->stride, chunk * windows, s->gates);
        }
      }
      struct recurrent_step step = {
          .weights = &layers[l].hidden,
          .gates_in = in.at + (size_t)(l > 0 ? t % chunk : t) * in.per_step,
          .gates_stride = in.per_window,
          .windows = windows,
          .stride = (size_t)n->stride,
          .unit = n->unit,
          .cell = s->cell,
      };
      if (n->integer) {
        step.q = s->q[to] + (size_t)t * state;
        step.q_next = s->q[to] + (size_t)(t + 1) * state;
        step.h = s->hidden[t & 1];
        step.h_next = s->hidden[(t & 1) ^ 1];
      } else {
        step.h = s->hidden[to] + (size_t)t * state;
        step.h_next = s->hidden[to] + (size_t)(t + 1) * state;
      }
      step_of(&step);
    }
  }
  return to ^ 1;
}

/* A dense layer on hidden states of the top layer, starting `step` steps after the zero state. */
static void from_hidden(const struct network *n, struct scratch *s, const struct panels *w, int top, int step,
                        int windows, int rows, float *out) {
  const size_t at = (size_t)step * (size_t)windows * (size_t)n->stride;
  if (w->i16)
    n->kernels->project_i16(w, s->q[top] + at, (size_t)n->stride, rows, out);
  else
    n->kernels->project_f32(w, s->hidden[top] + at, (size_t)n->stride, rows, out);
}

static struct projections project_rows(const struct network *n, struct scratch *s, const float *rows, int windows) {
  /* Neighbouring windows share rows, so each row is projected once for all of them. */
  n->kernels->project_f32(&n->encoder[0].input, rows, (size_t)n->features, windows + n->steps - 1, s->gates);
  return (struct projections){s->gates, (size_t)n->gates_width, (size_t)n->gates_width};
}

static void autoencoder(const struct network *n, struct scratch *s, const float *rows, int windows, float *out) {
  int top = run_cells(n, s, n->encoder, project_rows(n, s, rows, windows), windows);
  from_hidden(n, s, &n->dense[0], top, n->steps, windows, windows, s->dense[0]);
  n->kernels->project_f32(&n->dense[1], s->dense[0], (size_t)n->dense[0].width, windows, s->dense[1]);
  n->kernels->project_f32(&n->decoder[0].input, s->dense[1], (size_t)n->dense[1].width, windows, s->gates);
  top = run_cells(n, s, n->decoder, (struct projections){s->gates, 0, (size_t)n->gates_width}, windows);
  const int steps = n->every_step ? n->steps : 1;
  from_hidden(n, s, &n->dense[2], top, n->steps - steps + 1, windows, windows * steps, s->output);
  for (int w = 0; w < windows; w++)
    for (int t = 0; t < steps; t++)
      memcpy(out + ((size_t)w * (size_t)steps + (size_t)t) * (size_t)n->features,
             s->output + ((size_t)t * (size_t)windows + (size_t)w) * (size_t)n->dense[2].width,
             (size_t)n->features * sizeof(float));
}

static void relu(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = values[i] > 0 ? values[i] : 0;
}

static void sigmoid_rows(const float *values, size_t width, int windows, int outputs, float *out) {
  for (int w = 0; w < windows; w++)
    for (int i = 0; i < outputs; i++) *out++ = 1.0f / (1.0f + expf(-values[(size_t)w * width + (size_t)i]));
}

static void predictor(const struct network *n, struct scratch *s, const float *rows, int windows, float *out) {
  int top = run_cells(n, s, n->encoder, project_rows(n, s, rows, windows), windows);
  from_hidden(n, s, &n->dense[0], top, n->steps, windows, windows, s->dense[0]);
  relu(s->dense[0], (size_t)windows * (size_t)n->dense[0].width);
  n->kernels->project_f32(&n->dense[1], s->dense[0], (size_t)n->dense[0].width, windows, s->dense[1]);
  sigmoid_rows(s->dense[1], (size_t)n->dense[1].width, windows, n->outputs, out);
}

static void sentinel(const struct network *n, struct scratch *s, const float *rows, int windows, float *out) {
  n->kernels->project_f32(&n->dense[0], rows, (size_t)n->features, windows, s->dense[0]);
  relu(s->dense[0], (size_t)windows * (size_t)n->dense[0].width);
  n->kernels->project_f32(&n->dense[1], s->dense[0], (size_t)n->dense[0].width, windows, s->dense[1]);
  relu(s->dense[1], (size_t)windows * (size_t)n->dense[1].width);
  n->kernels->project_f32(&n->dense[2], s->dense[1], (size_t)n->dense[1].width, windows, s->dense[0]);
  sigmoid_rows(s->dense[0], (size_t)n->dense[2].width, windows, n->outputs, out);
}

void network_forward(const struct network *network, struct scratch *scratch, const float *rows, int windows,
                     float *out) {
  if (network->architecture == LSTM_AUTOENCODER) autoencoder(network, scratch, rows, windows, out);
  else if (network->architecture == GRU_PREDICTOR) predictor(network, scratch, rows, windows, out);
  else sentinel(network, scratch, rows, windows, out);
}
