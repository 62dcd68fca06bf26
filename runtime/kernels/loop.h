#ifndef SIGNALBOX_LOOP_H
#define SIGNALBOX_LOOP_H

#include "job.h"

/* Trains to the end, an early stop or until *stop is set, speaking the protocol. Returns the exit code. */
int training_loop(const Job *job, const char *compiler, const volatile int *stop);
/* Learns `updates` times from the first batch and writes probe.f32: the first loss, outputs and gradient, then every
   loss, then the weights. For comparing engines. */
int probe(const Job *job, int updates);

#endif
