/* Threads that wait for work: a training hands them a few thousand short bursts a minute. */
#ifndef SIGNALBOX_POOL_H
#define SIGNALBOX_POOL_H

typedef struct Pool Pool;

/* One thread is the caller; `threads` - 1 are started. NULL when the system refuses. */
Pool *pool_create(int threads);
/* Runs task(context, index, thread) for every index below `count` and returns when all are done. Which thread runs
   which index is not decided; results must not depend on it. */
void pool_run(Pool *p, int count, void (*task)(void *context, int index, int thread), void *context);

#endif
