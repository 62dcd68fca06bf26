/*
 * Polls {nexus_url}/sensors for the latest readings, in a thread of its own because names may take long to resolve.
 * The server's thread takes what came and, once an interval, scores it as the next row.
 */
#ifndef SIGNALBOX_NEXUS_H
#define SIGNALBOX_NEXUS_H

#include <stdint.h>

#include "station.h"

struct nexus_settings {
  const char *url;
  double poll_seconds, inference_seconds;
};

struct nexus;

/* NULL with the reason in `wrong` when the URL cannot be used. */
struct nexus *nexus_make(const struct nexus_settings *settings, const struct station *station, const char **wrong);
bool nexus_start(struct nexus *nexus);

/* Becomes readable when an answer has come. */
int nexus_wakeup(const struct nexus *nexus);
void nexus_take(struct nexus *nexus, struct station *station);

/* Scores the latest readings if it is time and there are new ones. Returns the milliseconds until the next time. */
int64_t nexus_infer(struct nexus *nexus, struct station *station, int64_t now);

#endif
