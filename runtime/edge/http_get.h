/* One GET over plain HTTP, for the nexus on the same network. */
#ifndef SIGNALBOX_HTTP_GET_H
#define SIGNALBOX_HTTP_GET_H

#include <stddef.h>

struct http_target {
  char host[256], port[8], path[512];
};

/* Reads http://host[:port][/base] and appends `path`. Returns NULL or what is wrong with it. */
const char *http_target_read(const char *url, const char *path, struct http_target *out);

/*
 * The body of a 200 answer, to be freed by the caller; NULL with the reason in `why`. Takes at most 5 s once the name
 * is resolved, and 256 KB.
 */
char *http_get(const struct http_target *target, size_t *length, char *why, size_t why_size);

#endif
