#define _GNU_SOURCE /* accept4, ppoll */
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "http_request.h"

#define CONNECTIONS 32
#define LEAST_BODY 65536
#define MOST_BODY (1 << 20)
#define BYTES_PER_READING 32 /* of a number in JSON with what surrounds it, generously */

static volatile sig_atomic_t stopping;
static void stop(int signal) {
  (void)signal;
  stopping = 1;
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Signals interrupt only ppoll, so that none is lost between a look at `stopping` and the wait. */
static sigset_t catch_signals(void) {
  struct sigaction action = {.sa_handler = stop};
  sigset_t block, before;
  sigemptyset(&block);
  sigaddset(&block, SIGTERM);
  sigaddset(&block, SIGINT);
  sigprocmask(SIG_BLOCK, &block, &before);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  sigdelset(&before, SIGTERM);
  sigdelset(&before, SIGINT);
  return before;
}

/* A listening socket, or -1 with the reason on stderr. */
static int listen_at(const struct address *address) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)address->port)};
  socklen_t length = sizeof at;
  const int yes = 1;
  int fd = -1;
  if (inet_pton(AF_INET, address->host, &at.sin_addr) != 1) {
    fprintf(stderr, "--host takes an IPv4 address such as 0.0.0.0, not %s\n", address->host);
  } else if ((fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) < 0 ||
             setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) || bind(fd, (struct sockaddr *)&at, sizeof at) ||
             listen(fd, CONNECTIONS) || getsockname(fd, (struct sockaddr *)&at, &length)) {
    fprintf(stderr, "cannot listen on %s port %d: %s\n", address->host, address->port, strerror(errno));
    if (fd >= 0) close(fd);
    fd = -1;
  } else {
    printf("{\"event\":\"listening\",\"host\":\"%s\",\"port\":%d}\n", address->host, ntohs(at.sin_port));
    fflush(stdout);
  }
  return fd;
}

struct server {
  struct station *station;
  struct limits limits;
  struct connection connections[CONNECTIONS];
};

/* A place for a new connection; when all are taken, the one that has been waited for longest gives way. */
static struct connection *make_place(struct server *s) {
  struct connection *oldest = &s->connections[0];
  for (int i = 0; i < CONNECTIONS; i++) {
    struct connection *c = &s->connections[i];
    if (c->phase == PHASE_FREE) return c;
    if (c->deadline < oldest->deadline) oldest = c;
  }
  connection_close(oldest, &s->limits);
  return oldest;
}

static void accept_all(struct server *s, int listener, int64_t now) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct connection *c = make_place(s);
    connection_open(c, fd, now);
    connection_advance(c, s->station, &s->limits, now);
  }
}

/* Closes what is overdue and returns the milliseconds until the next deadline. */
static int64_t close_overdue(struct server *s, int64_t now) {
  int64_t next = 60000;
  for (int i = 0; i < CONNECTIONS; i++) {
    struct connection *c = &s->connections[i];
    if (c->phase == PHASE_FREE) continue;
    if (c->deadline <= now) connection_close(c, &s->limits);
    else if (c->unfinished) next = 0;
    else if (c->deadline - now < next) next = c->deadline - now;
  }
  return next;
}

int serve(struct station *station, const struct address *address, struct nexus *nexus) {
  static struct server server;
  const size_t readings = (size_t)network_rows(&station->model->network) * (size_t)station->model->payload.features;
  const size_t wanted = readings * BYTES_PER_READING;
  server.station = station;
  server.limits.most_body = wanted < LEAST_BODY ? LEAST_BODY : wanted > MOST_BODY ? MOST_BODY : wanted;
  server.limits.most_buffered = 8 * (server.limits.most_body + MOST_HEAD_BYTES);
  const sigset_t open_mask = catch_signals();
  const int listener = listen_at(address);
  if (listener < 0) return 1;
  if (nexus && !nexus_start(nexus)) {
    fprintf(stderr, "cannot start a thread to poll the nexus\n");
    return 1;
  }
  while (!stopping) {
    int64_t now = now_ms();
    int64_t wait = close_overdue(&server, now);
    if (nexus) {
      const int64_t until = nexus_infer(nexus, station, now);
      wait = until < wait ? until : wait;
    }
    struct pollfd fds[CONNECTIONS + 2] = {{.fd = listener, .events = POLLIN},
                                          {.fd = nexus ? nexus_wakeup(nexus) : -1, .events = POLLIN}};
    for (int i = 0; i < CONNECTIONS; i++) {
      const struct connection *c = &server.connections[i];
      fds[i + 2].fd = c->phase == PHASE_FREE ? -1 : c->fd;
      fds[i + 2].events = c->phase == PHASE_WRITING ? POLLOUT : POLLIN;
    }
    const struct timespec timeout = {wait / 1000, wait % 1000 * 1000000};
    if (ppoll(fds, CONNECTIONS + 2, &timeout, &open_mask) < 0) continue;
    now = now_ms();
    for (int i = 0; i < CONNECTIONS; i++)
      if (fds[i + 2].fd >= 0 && (fds[i + 2].revents || server.connections[i].unfinished))
        connection_advance(&server.connections[i], station, &server.limits, now);
    if (fds[1].revents && nexus) nexus_take(nexus, station);
    if (fds[0].revents) accept_all(&server, listener, now);
  }
  for (int i = 0; i < CONNECTIONS; i++)
    if (server.connections[i].phase != PHASE_FREE) connection_close(&server.connections[i], &server.limits);
  close(listener);
  return 0;
}
