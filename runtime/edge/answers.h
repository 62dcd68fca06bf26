/* What each path answers; the paths and keys are those of docs/edge.md. */
#ifndef SIGNALBOX_ANSWERS_H
#define SIGNALBOX_ANSWERS_H

#include "http_request.h"
#include "station.h"

/* Writes the JSON body into `body` and returns the HTTP status. */
int answer(struct station *station, const struct request *request, struct text *body);

/* An error's body. */
void answer_error(struct text *body, const char *code, const char *message);

#endif
