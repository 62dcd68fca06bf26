#include "network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "panels.h"

static const double LSTM_FACTORS[4] = {GATE_SIGMOID, GATE_SIGMOID, GATE_TANH, GATE_SIGMOID};
static const double GRU_FACTORS[3] = {GATE_SIGMOID, GATE_SIGMOID, GATE_TANH};
#define LSTM_BIASES_IN 0xfu  /* both biases of every gate go into the input projection */
#define GRU_BIASES_IN 0x3u   /* the hidden bias of gate n stays with the hidden product, which r multiplies */
#define GRU_BIASES_HIDDEN 0x4u
#define SENTINEL_WIDE 128
#define SENTINEL_NARROW 64

/* The largest step of a 16-bit hidden value whose products with int8 weights, summed over `inputs`, stay in 32 bits. */
static float integer_unit(int inputs) {
  long unit = 2147483647L / (127L * inputs);
  return (float)(unit < 32767 ? unit : 32767);
}

struct building {
  const struct payload *payload;
  struct network *network;
  struct tensor_reader tensors;
  struct arena *arena;
};

static struct panels dense(struct building *b, int inputs, int outputs, bool integer) {
  struct tensor w = next_matrix(&b->tensors, outputs, inputs);
  const float *bias = next_vector(&b->tensors, outputs);
  if (b->tensors.failed) return (struct panels){0};
  struct panel_plan plan = {.units = outputs, .gates = 1, .integer = integer, .unit = b->network->unit};
  return pack_panels(b->network->kernels, b->arena, &w, bias, NULL, &plan);
}

/* `bounded` says that the first layer's input is a hidden state, which integer weights can take. */
static void cells(struct building *b, struct cell_layer *layers, int inputs, bool bounded) {
  const int hidden = b->payload->hidden;
  const bool lstm = b->payload->architecture == LSTM_AUTOENCODER;
  const int gates = lstm ? 4 : 3;
  for (int l = 0; l < b->payload->layers; l++) {
    struct tensor w_in = next_matrix(&b->tensors, gates * hidden, l ? hidden : inputs);
    struct tensor w_hidden = next_matrix(&b->tensors, gates * hidden, hidden);
    const float *b_in = next_vector(&b->tensors, gates * hidden), *b_hidden = next_vector(&b->tensors, gates * hidden);
    if (b->tensors.failed) return;
    struct panel_plan plan = {
        .units = hidden,
        .gates = gates,
        .factors = lstm ? LSTM_FACTORS : GRU_FACTORS,
        .more_gates = lstm ? LSTM_BIASES_IN : GRU_BIASES_IN,
        .integer = l > 0 || bounded,
        .unit = b->network->unit,
    };
    layers[l].input = pack_panels(b->network->kernels, b->arena, &w_in, b_in, b_hidden, &plan);
    plan.more_gates = GRU_BIASES_HIDDEN;
    plan.integer = true;
    layers[l].hidden = pack_panels(b->network->kernels, b->arena, &w_hidden, NULL, lstm ? NULL : b_hidden, &plan);
  }
}

static const char *build(struct building *b) {
  const struct payload *p = b->payload;
  struct network *n = b->network;
  b->tensors = payload_tensors(p);
  switch (p->architecture) {
    case LSTM_AUTOENCODER:
      cells(b, n->encoder, p->features, false);
      n->dense[0] = dense(b, p->hidden, p->bottleneck, true);
      n->dense[1] = dense(b, p->bottleneck, p->hidden, false);
      cells(b, n->decoder, p->hidden, false);
      n->dense[2] = dense(b, p->hidden, p->features, true);
      break;
    case GRU_PREDICTOR:
      cells(b, n->encoder, p->features, false);
      n->dense[0] = dense(b, p->hidden, p->hidden, true);
      n->dense[1] = dense(b, p->hidden, p->outputs, false);
      break;
    case SENTINEL:
      n->dense[0] = dense(b, p->features, SENTINEL_WIDE, false);
      n->dense[1] = dense(b, SENTINEL_WIDE, SENTINEL_NARROW, false);
      n->dense[2] = dense(b, SENTINEL_NARROW, p->outputs, false);
      break;
  }
  if (b->tensors.failed || b->tensors.at != b->tensors.end) return "the packed model's weights do not match its dimensions";
  return NULL;
}

const char *network_build(const struct payload *payload, const struct kernels *kernels, struct network *out) {
  memset(out, 0, sizeof *out);
  if (payload->layers > MAX_LAYERS) return "the packed model has too many layers";
  out->kernels = kernels;
  out->architecture = payload->architecture;
  out->features = payload->features;
  out->layers = payload->layers;
  out->steps = payload->steps;
  out->outputs = payload->outputs;
  out->integer = payload->integer;
  out->stride = (payload->hidden + kernels->lanes - 1) / kernels->lanes * kernels->lanes;
  out->gates_width = out->stride * (payload->architecture == LSTM_AUTOENCODER ? 4 : 3);
  out->unit = integer_unit(payload->hidden + 1);

  struct arena arena = {0};
  struct building building = {.payload = payload, .network = out, .arena = &arena};
  const char *wrong = build(&building);
  if (wrong) return wrong;
  out->memory = aligned_alloc(64, arena.used);
  if (!out->memory) return "not enough memory for the model's weights";
  arena = (struct arena){.base = out->memory};
  return build(&building);
}

void network_free(struct network *network) {
  free(network->memory);
  network->memory = NULL;
}

int network_rows(const struct network *network) { return network->architecture == SENTINEL ? 1 : network->steps; }

size_t network_outputs(const struct network *network) {
  return (network->every_step ? (size_t)network->steps : 1) * (size_t)network->outputs;
}

static void lay_out(const struct network *n, struct scratch *s, struct arena *arena) {
  const size_t windows = (size_t)s->windows, sequence = (size_t)(n->steps + 1) * windows * (size_t)n->stride;
  size_t widest = 0;
  for (int i = 0; i < MAX_DENSE; i++) widest = (size_t)n->dense[i].width > widest ? (size_t)n->dense[i].width : widest;
  for (int i = 0; i < 2; i++) s->dense[i] = arena_take(arena, windows * widest * sizeof(float));
  if (n->architecture == SENTINEL) return;

  s->gates = arena_take(arena, (windows + (size_t)n->steps) * (size_t)n->gates_width * sizeof(float));
  s->cell = arena_take(arena, windows * (size_t)n->stride * sizeof(float));
  if (n->integer) {
    for (int i = 0; i < 2; i++) s->q[i] = arena_take(arena, sequence * sizeof(int16_t));
    if (n->architecture == GRU_PREDICTOR)
      for (int i = 0; i < 2; i++) s->hidden[i] = arena_take(arena, windows * (size_t)n->stride * sizeof(float));
  } else {
    for (int i = 0; i < 2; i++) s->hidden[i] = arena_take(arena, sequence * sizeof(float));
  }
  if (n->architecture == LSTM_AUTOENCODER)
    s->output = arena_take(arena, windows * (size_t)(n->every_step ? n->steps : 1) * (size_t)n->dense[2].width * sizeof(float));
}

bool scratch_make(const struct network *network, int windows, struct scratch *out) {
  *out = (struct scratch){.windows = windows};
  struct arena arena = {0};
  lay_out(network, out, &arena);
  arena.base = out->memory = aligned_alloc(64, arena.used);
  if (!out->memory) return false;
  arena.used = 0;
  lay_out(network, out, &arena);
  return true;
}

void scratch_free(struct scratch *scratch) {
  free(scratch->memory);
  scratch->memory = NULL;
}
