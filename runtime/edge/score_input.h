/* `--stdin`: rows from standard input, one JSON line per row on standard output. */
#ifndef SIGNALBOX_SCORE_INPUT_H
#define SIGNALBOX_SCORE_INPUT_H

#include "station.h"

/* Returns the exit status: 0, 1 when rows were refused, 2 when the input cannot be used at all. */
int score_input(struct station *station, int from);

#endif
