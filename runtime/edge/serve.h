/* The HTTP server: one thread, a fixed number of connections, nothing that waits for a client. */
#ifndef SIGNALBOX_SERVE_H
#define SIGNALBOX_SERVE_H

#include "nexus.h"
#include "station.h"

struct address {
  const char *host; /* an address, not a name */
  int port;         /* 0 picks a free one */
};

/* Serves until SIGTERM or SIGINT. `nexus` may be NULL. Returns the program's exit status. */
int serve(struct station *station, const struct address *address, struct nexus *nexus);

#endif
