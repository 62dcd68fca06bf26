/* One client's connection: what has come in, what is still to go out, and until when. */
#ifndef SIGNALBOX_CONNECTION_H
#define SIGNALBOX_CONNECTION_H

#include <stdint.h>

#include "station.h"

enum phase {
  PHASE_FREE,
  PHASE_READING,
  PHASE_WRITING,
  PHASE_DRAINING, /* the answer is out; what the client still sends is thrown away, so that it can read the answer */
};

struct connection {
  enum phase phase;
  int fd;
  struct text in, out;
  size_t sent;
  bool close_after;
  bool told_to_continue;
  bool unfinished; /* gave way to others although it could go on */
  int64_t deadline; /* milliseconds of the monotonic clock */
};

struct limits {
  size_t most_body;
  size_t most_buffered; /* in all connections together */
  size_t buffered;
};

void connection_open(struct connection *connection, int fd, int64_t now);
void connection_close(struct connection *connection, struct limits *limits);

/* Does what can be done without waiting, after poll said that the socket is ready, or to begin with. */
void connection_advance(struct connection *connection, struct station *station, struct limits *limits, int64_t now);

#endif
