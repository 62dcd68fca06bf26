#include "pool.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Looks before sleeping: about 30 us, longer than the gap between two bursts and shorter than waking up. */
enum { SPINS = 2000 };

struct Pool {
  int threads;
  void (*task)(void *, int, int);
  void *context;
  int count;
  atomic_int next, running;
  atomic_uint round;
  pthread_mutex_t lock;
  pthread_cond_t work, done;
};

typedef struct {
  Pool *pool;
  int thread;
} Seat;

static void pause_briefly(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Tiny numbers count as zero: they mean nothing here and cost a hundred cycles each. */
static void flush_denormals(void) {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
  unsigned long mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" ::"r"(mode | 1ul << 24));
#endif
}

static void take_tasks(Pool *p, int thread) {
  for (int i; (i = atomic_fetch_add(&p->next, 1)) < p->count;) p->task(p->context, i, thread);
}

static void *serve(void *argument) {
  Seat seat = *(Seat *)argument;
  Pool *p = seat.pool;
  free(argument);
  flush_denormals();
  for (unsigned seen = 0;;) {
    for (int i = 0; i < SPINS && atomic_load(&p->round) == seen; i++) pause_briefly();
    if (atomic_load(&p->round) == seen) {
      pthread_mutex_lock(&p->lock);
      while (atomic_load(&p->round) == seen) pthread_cond_wait(&p->work, &p->lock);
      pthread_mutex_unlock(&p->lock);
    }
    seen = atomic_load(&p->round);
    take_tasks(p, seat.thread);
    if (atomic_fetch_sub(&p->running, 1) == 1) {
      pthread_mutex_lock(&p->lock);
      pthread_cond_signal(&p->done);
      pthread_mutex_unlock(&p->lock);
    }
  }
  return NULL;
}

Pool *pool_create(int threads) {
  Pool *p = calloc(1, sizeof *p);
  if (!p) return NULL;
  p->threads = threads;
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->work, NULL);
  pthread_cond_init(&p->done, NULL);
  flush_denormals();
  for (int i = 1; i < threads; i++) {
    Seat *seat = malloc(sizeof *seat);
    pthread_t id;
    if (!seat) return NULL;
    *seat = (Seat){p, i};
    if (pthread_create(&id, NULL, serve, seat)) return NULL;
    pthread_detach(id);
  }
  return p;
}

void pool_run(Pool *p, int count, void (*task)(void *, int, int), void *context) {
  p->task = task;
  p->context = context;
  p->count = count;
  atomic_store(&p->next, 0);
  atomic_store(&p->running, p->threads - 1);
  pthread_mutex_lock(&p->lock);
  atomic_fetch_add(&p->round, 1);
  pthread_cond_broadcast(&p->work);
  pthread_mutex_unlock(&p->lock);
  take_tasks(p, 0);
  for (int i = 0; i < SPINS && atomic_load(&p->running); i++) pause_briefly();
  if (!atomic_load(&p->running)) return;
  pthread_mutex_lock(&p->lock);
  while (atomic_load(&p->running)) pthread_cond_wait(&p->done, &p->lock);
  pthread_mutex_unlock(&p->lock);
}
