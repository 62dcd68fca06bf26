#include "batch.h"

#include <pthread.h>
#include <stdlib.h>

/*
 * Windows a thread takes at a time: several register blocks whose states still fit the second-level cache, and for long
 * windows of wide networks fewer, so that a thread's memory stays within tens of megabytes.
 */
#define MOST_TAKEN 24
#define MOST_STATES (1 << 21) /* hidden values of all steps of all windows taken */

struct worker {
  struct batch *batch;
  pthread_t thread;
  struct scratch scratch;
  float *output;
};

struct batch {
  const struct model *model;
  int threads;
  int taken;
  pthread_mutex_t lock;
  pthread_cond_t work_there, work_done;
  const float *rows;
  size_t count, next;
  bool outputs;
  float *out;
  unsigned round; /* grows with every call, so that a worker knows new work from old */
  int busy;
  struct worker workers[];
};

static void run_windows(struct worker *worker, size_t first, int windows) {
  const struct batch *b = worker->batch;
  const struct network *network = &b->model->network;
  const size_t features = (size_t)network->features, width = network_outputs(network);
  const size_t observed = scoring_observed(&b->model->scoring);
  const float *rows = b->rows + first * features;
  if (b->outputs) {
    network_forward(network, &worker->scratch, rows, windows, b->out + first * width);
    return;
  }
  network_forward(network, &worker->scratch, rows, windows, worker->output);
  const float *last = rows + (size_t)(network_rows(network) - 1) * features;
  for (int w = 0; w < windows; w++)
    scoring_observe(&b->model->scoring, last + (size_t)w * features, worker->output + (size_t)w * width,
                    b->out + (first + (size_t)w) * observed);
}

/* Takes pieces of the current work until there are none; called and left with the lock held. */
static void take_pieces(struct worker *worker) {
  struct batch *b = worker->batch;
  while (b->next < b->count) {
    size_t first = b->next, left = b->count - first;
    int windows = left < (size_t)b->taken ? (int)left : b->taken;
    b->next += (size_t)windows;
    pthread_mutex_unlock(&b->lock);
    run_windows(worker, first, windows);
    pthread_mutex_lock(&b->lock);
  }
}

static void *work(void *argument) {
  struct worker *worker = argument;
  struct batch *b = worker->batch;
  unsigned seen = 0;
  pthread_mutex_lock(&b->lock);
  for (;;) {
    while (b->round == seen) pthread_cond_wait(&b->work_there, &b->lock);
    seen = b->round;
    take_pieces(worker);
    if (--b->busy == 0) pthread_cond_signal(&b->work_done);
  }
  return NULL;
}

static int windows_at_a_time(const struct network *network) {
  const long states = (long)(network->steps + 1) * network->stride;
  const long fitting = MOST_STATES / states;
  return fitting < 1 ? 1 : fitting > MOST_TAKEN ? MOST_TAKEN : (int)fitting;
}

struct batch *batch_make(const struct model *model, int threads) {
  struct batch *b = calloc(1, sizeof *b + (size_t)threads * sizeof b->workers[0]);
  if (!b) return NULL;
  b->model = model;
  b->threads = threads;
  b->taken = windows_at_a_time(&model->network);
  pthread_mutex_init(&b->lock, NULL);
  pthread_cond_init(&b->work_there, NULL);
  pthread_cond_init(&b->work_done, NULL);
  for (int i = 0; i < threads; i++) {
    struct worker *worker = &b->workers[i];
    worker->batch = b;
    worker->output = malloc((size_t)b->taken * network_outputs(&model->network) * sizeof(float));
    if (!worker->output || !scratch_make(&model->network, b->taken, &worker->scratch)) return NULL;
    /* The caller is the first worker. */
    if (i > 0 && pthread_create(&worker->thread, NULL, work, worker)) return NULL;
  }
  return b;
}

void batch_run(struct batch *b, const float *rows, size_t count, bool outputs, float *out) {
  pthread_mutex_lock(&b->lock);
  b->rows = rows;
  b->count = count;
  b->next = 0;
  b->outputs = outputs;
  b->out = out;
  b->busy = b->threads;
  b->round++;
  pthread_cond_broadcast(&b->work_there);
  take_pieces(&b->workers[0]);
  b->busy--;
  while (b->busy > 0) pthread_cond_wait(&b->work_done, &b->lock);
  pthread_mutex_unlock(&b->lock);
}
