/* `--self-test` and `--bench`: the program looking at itself. */
#ifndef SIGNALBOX_CHECK_H
#define SIGNALBOX_CHECK_H

#include "station.h"

/*
 * Runs a known window through every set of kernels this CPU has, and compares the outputs with those computed when the
 * program was built. Prints one JSON line; returns the exit status.
 */
int self_test(const unsigned char *block, size_t length);

/* Measures `rows` rows, one window each. Prints one JSON line. */
int bench(struct station *station, long rows);

#endif
