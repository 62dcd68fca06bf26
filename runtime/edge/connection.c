#include "connection.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "answers.h"
#include "version.h"

/* Time for a whole request to arrive, for an answer to be taken, and for a client to hang up after an error. */
#define REQUEST_MS 10000
#define ANSWER_MS 10000
#define DRAIN_MS 2000
#define READ_BYTES 4096
/* Reads, answers and writes before others get their turn. */
#define TURN 32

void connection_open(struct connection *c, int fd, int64_t now) {
  *c = (struct connection){.phase = PHASE_READING, .fd = fd, .deadline = now + REQUEST_MS};
}

void connection_close(struct connection *c, struct limits *limits) {
  limits->buffered -= c->in.capacity;
  text_free(&c->in);
  text_free(&c->out);
  close(c->fd);
  c->phase = PHASE_FREE;
}

static const char *reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

static void respond(struct connection *c, int status, const struct text *body, bool keep_alive, int64_t now) {
  c->out.length = 0;
  text_printf(&c->out,
              "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
              "X-Prometheus-Edge-Version: " EDGE_VERSION "\r\nConnection: %s\r\n\r\n",
              status, reason(status), body->length, keep_alive ? "keep-alive" : "close");
  text_add(&c->out, body->bytes, body->length);
  c->sent = 0;
  c->close_after = !keep_alive || c->out.failed;
  c->phase = PHASE_WRITING;
  c->deadline = now + ANSWER_MS;
}

static void refuse(struct connection *c, int status, const char *code, const char *message, int64_t now) {
  struct text body = {0};
  answer_error(&body, code, message);
  respond(c, status, &body, false, now);
  text_free(&body);
}

/* Answers the request at the front of what has come in, if it is there whole. */
static void answer_next(struct connection *c, struct station *station, struct limits *limits, int64_t now) {
  struct request request;
  struct refusal why;
  switch (request_read(c->in.bytes, c->in.length, limits->most_body, &request, &why)) {
    case REQUEST_REFUSED:
      refuse(c, why.status, why.code, why.message, now);
      return;
    case REQUEST_INCOMPLETE:
      if (request.expects_continue && !c->told_to_continue) {
        static const char word[] = "HTTP/1.1 100 Continue\r\n\r\n";
        c->told_to_continue = send(c->fd, word, sizeof word - 1, MSG_NOSIGNAL) > 0;
      }
      return;
    case REQUEST_COMPLETE: break;
  }
  struct text body = {0};
  const int status = answer(station, &request, &body);
  if (body.failed) {
    refuse(c, 503, "busy", "there is not enough memory for the answer", now);
  } else {
    respond(c, status, &body, request.keep_alive, now);
    c->in.length -= request.length;
    memmove(c->in.bytes, c->in.bytes + request.length, c->in.length);
    c->told_to_continue = false;
    if (c->in.length == 0) {
      limits->buffered -= c->in.capacity;
      text_free(&c->in);
    }
  }
  text_free(&body);
}

/* Returns false when there is nothing more to read now, or the connection is gone. */
static bool read_more(struct connection *c, struct limits *limits, int64_t now) {
  char bytes[READ_BYTES];
  const ssize_t got = recv(c->fd, bytes, sizeof bytes, 0);
  if (got < 0 && errno == EINTR) return true;
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  if (got <= 0) {
    connection_close(c, limits);
    return false;
  }
  if (c->phase == PHASE_DRAINING) return true;
  const size_t before = c->in.capacity;
  if (limits->buffered + (size_t)got > limits->most_buffered) {
    refuse(c, 503, "busy", "too many large requests at the same time; try again", now);
    return true;
  }
  if (c->in.length == 0) c->deadline = now + REQUEST_MS;
  text_add(&c->in, bytes, (size_t)got);
  limits->buffered += c->in.capacity - before;
  if (c->in.failed) connection_close(c, limits);
  return c->phase != PHASE_FREE;
}

static bool write_more(struct connection *c, struct limits *limits, int64_t now) {
  const ssize_t put = send(c->fd, c->out.bytes + c->sent, c->out.length - c->sent, MSG_NOSIGNAL);
  if (put < 0 && errno == EINTR) return true;
  if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  if (put < 0) {
    connection_close(c, limits);
    return false;
  }
  c->sent += (size_t)put;
  if (c->sent < c->out.length) return true;
  if (c->close_after) {
    shutdown(c->fd, SHUT_WR);
    c->phase = PHASE_DRAINING;
    c->deadline = now + DRAIN_MS;
  } else {
    c->phase = PHASE_READING;
    c->deadline = now + REQUEST_MS;
  }
  return true;
}

void connection_advance(struct connection *c, struct station *station, struct limits *limits, int64_t now) {
  bool go_on = true;
  for (int step = 0; go_on && c->phase != PHASE_FREE; step++) {
    c->unfinished = step == TURN;
    if (c->unfinished) return;
    if (c->phase == PHASE_WRITING) {
      go_on = write_more(c, limits, now);
      continue;
    }
    if (c->phase == PHASE_READING && c->in.length > 0) {
      answer_next(c, station, limits, now);
      if (c->phase != PHASE_READING) continue;
    }
    go_on = read_more(c, limits, now);
  }
}
