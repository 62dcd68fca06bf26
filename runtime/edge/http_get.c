#define _GNU_SOURCE /* memmem */
#include "http_get.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define TIMEOUT_MS 5000
#define MOST_BYTES (256 * 1024)

const char *http_target_read(const char *url, const char *path, struct http_target *out) {
  static const char scheme[] = "http://";
  if (strncmp(url, scheme, sizeof scheme - 1)) return "nexus_url must begin with http://";
  const char *host = url + sizeof scheme - 1;
  const size_t host_length = strcspn(host, ":/?#");
  const char *rest = host + host_length;
  if (host_length == 0 || host_length >= sizeof out->host) return "nexus_url has no usable host";
  snprintf(out->host, sizeof out->host, "%.*s", (int)host_length, host);
  snprintf(out->port, sizeof out->port, "80");
  if (*rest == ':') {
    const size_t digits = strspn(++rest, "0123456789");
    if (digits == 0 || digits > 5 || atoi(rest) > 65535) return "nexus_url has no usable port";
    snprintf(out->port, sizeof out->port, "%.*s", (int)digits, rest);
    rest += digits;
  }
  size_t base = strlen(rest);
  if ((base > 0 && *rest != '/') || strpbrk(rest, "?# \r\n")) return "nexus_url must be http://host:port/path";
  while (base > 0 && rest[base - 1] == '/') base--;
  if (base + strlen(path) >= sizeof out->path) return "nexus_url is too long";
  snprintf(out->path, sizeof out->path, "%.*s%s", (int)base, rest, path);
  return NULL;
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool wait_for(int fd, short events, int64_t deadline) {
  struct pollfd wait = {.fd = fd, .events = events};
  const int64_t left = deadline - now_ms();
  if (left > 0 && poll(&wait, 1, (int)left) > 0) return true;
  errno = ETIMEDOUT;
  return false;
}

static int connect_to(const struct http_target *target, int64_t *deadline) {
  struct addrinfo *found, hints = {.ai_socktype = SOCK_STREAM};
  if (getaddrinfo(target->host, target->port, &hints, &found)) {
    errno = EHOSTUNREACH;
    return -1;
  }
  *deadline = now_ms() + TIMEOUT_MS;
  int fd = -1;
  for (const struct addrinfo *a = found; a && fd < 0; a = a->ai_next) {
    fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int failed = fd < 0 || connect(fd, a->ai_addr, a->ai_addrlen) ? errno : 0;
    socklen_t size = sizeof failed;
    if (fd >= 0 && failed == EINPROGRESS)
      failed = wait_for(fd, POLLOUT, *deadline) && !getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &size) ? failed : errno;
    if (failed && fd >= 0) {
      close(fd);
      fd = -1;
      errno = failed;
    }
  }
  freeaddrinfo(found);
  return fd;
}

/* Everything until the other side hangs up. */
static char *read_answer(int fd, int64_t deadline, size_t *length) {
  size_t capacity = 4096;
  char *bytes = malloc(capacity);
  *length = 0;
  while (bytes) {
    if (*length == capacity) {
      char *more = capacity < MOST_BYTES ? realloc(bytes, capacity *= 2) : NULL;
      if (!more) break;
      bytes = more;
    }
    const ssize_t got = recv(fd, bytes + *length, capacity - *length, 0);
    if (got == 0) return bytes;
    if (got > 0) *length += (size_t)got;
    else if ((errno != EAGAIN && errno != EINTR) || !wait_for(fd, POLLIN, deadline)) break;
  }
  free(bytes);
  return NULL;
}

char *http_get(const struct http_target *target, size_t *length, char *why, size_t why_size) {
  int64_t deadline;
  const int fd = connect_to(target, &deadline);
  char *bytes = NULL;
  if (fd >= 0) {
    /* Version 1.0, so that the answer is neither chunked nor kept open. */
    char request[1024];
    const int size = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: %s:%s\r\nAccept: application/json\r\n\r\n",
                              target->path, target->host, target->port);
    if (send(fd, request, (size_t)size, MSG_NOSIGNAL) == size) bytes = read_answer(fd, deadline, length);
  }
  const int error = errno;
  if (fd >= 0) close(fd);
  if (!bytes) {
    snprintf(why, why_size, "no answer from the nexus at %.60s:%s: %s", target->host, target->port, strerror(error));
    return NULL;
  }
  const char *body = memmem(bytes, *length, "\r\n\r\n", 4);
  if (!body || *length < 12 || memcmp(bytes, "HTTP/1.", 7) || memcmp(bytes + 8, " 200", 4)) {
    snprintf(why, why_size, "the nexus at %.60s:%s did not answer 200", target->host, target->port);
    free(bytes);
    return NULL;
  }
  body += 4;
  *length -= (size_t)(body - bytes);
  memmove(bytes, body, *length);
  return bytes;
}
