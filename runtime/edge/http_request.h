/* HTTP/1.x requests, read from the bytes that have arrived so far. */
#ifndef SIGNALBOX_HTTP_REQUEST_H
#define SIGNALBOX_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#define MOST_HEAD_BYTES 8192

struct request {
  const char *method, *path, *body; /* within the bytes read; path without its query */
  size_t method_length, path_length, body_length;
  size_t length; /* of the whole request */
  bool keep_alive;
  bool expects_continue; /* the client waits for a word before it sends the body */
};

enum request_state { REQUEST_INCOMPLETE, REQUEST_COMPLETE, REQUEST_REFUSED };

struct refusal {
  int status;
  const char *code, *message;
};

/*
 * Looks for one request at the start of `bytes`. While it is incomplete, `out->length` is what it will need, or 0
 * while its head has not come whole, and `expects_continue` is set when the body is being held back.
 */
enum request_state request_read(const char *bytes, size_t length, size_t most_body, struct request *out,
                                struct refusal *refusal);

#endif
