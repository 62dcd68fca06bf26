#define _GNU_SOURCE /* pipe2 */
#include "nexus.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http_get.h"

#define MOST_BACK_OFF 30.0
#define STACK_BYTES (128 * 1024)

struct nexus {
  struct http_target target;
  double poll_seconds;
  int64_t inference_ms, next_inference;
  int wakeup[2];
  pthread_mutex_t lock;
  char *arrived; /* the latest answer's body, until it is taken */
  size_t arrived_length;
  double *readings; /* per feature */
  bool fresh;       /* readings came since the last inference */
  char sensor_time[64];
};

struct nexus *nexus_make(const struct nexus_settings *settings, const struct station *station, const char **wrong) {
  struct nexus *nexus = calloc(1, sizeof *nexus);
  *wrong = "not enough memory";
  if (!nexus) return NULL;
  *wrong = http_target_read(settings->url, "/sensors", &nexus->target);
  nexus->readings = malloc((size_t)station->model->payload.features * sizeof(double));
  if (!*wrong && (!nexus->readings || pipe2(nexus->wakeup, O_CLOEXEC | O_NONBLOCK))) *wrong = "not enough memory";
  nexus->poll_seconds = settings->poll_seconds;
  nexus->inference_ms = (int64_t)(settings->inference_seconds * 1000);
  pthread_mutex_init(&nexus->lock, NULL);
  if (!*wrong) return nexus;
  free(nexus->readings);
  free(nexus);
  return NULL;
}

static void pause_for(double seconds) {
  struct timespec left = {(time_t)seconds, (long)(fmod(seconds, 1) * 1e9)};
  while (nanosleep(&left, &left)) continue;
}

static void *poll_forever(void *argument) {
  struct nexus *nexus = argument;
  double wait = nexus->poll_seconds;
  for (;;) {
    char why[160];
    size_t length;
    char *body = http_get(&nexus->target, &length, why, sizeof why);
    if (body) {
      wait = nexus->poll_seconds;
      pthread_mutex_lock(&nexus->lock);
      free(nexus->arrived);
      nexus->arrived = body;
      nexus->arrived_length = length;
      pthread_mutex_unlock(&nexus->lock);
      /* A full pipe means the server's thread has not looked yet, which is as good. */
      if (write(nexus->wakeup[1], "", 1) < 0) wait = nexus->poll_seconds;
    } else {
      wait = fmin(fmax(2 * wait, 1), fmax(MOST_BACK_OFF, nexus->poll_seconds));
      fprintf(stderr, "%s; trying again in %.0f s\n", why, wait);
    }
    pause_for(wait);
  }
  return NULL;
}

bool nexus_start(struct nexus *nexus) {
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, STACK_BYTES);
  return pthread_create(&thread, &small, poll_forever, nexus) == 0;
}

int nexus_wakeup(const struct nexus *nexus) { return nexus->wakeup[0]; }

static void read_time(const struct json *root, char *to, size_t size) {
  struct json value;
  *to = 0;
  if (!json_member(root, "timestamp", &value)) return;
  if (value.kind == JSON_STRING) json_copy(&value, to, size);
  else if (value.kind == JSON_NUMBER) snprintf(to, size, "%.*s", (int)value.length, value.text);
}

static const char *read_readings(struct nexus *nexus, struct station *station, const char *body, size_t length) {
  const char *wrong = json_check(body, length);
  if (wrong) return wrong;
  const struct json root = json_root(body, length);
  struct json values;
  if (!json_member(&root, "sensors", &values) && !json_member(&root, "values", &values)) values = root;
  wrong = station_read_row(station, &values, station->raw);
  if (wrong) return wrong;
  station->sensors_seen = 0;
  for (int f = 0; f < station->model->payload.features; f++) station->sensors_seen += !isnan(station->raw[f]);
  memcpy(nexus->readings, station->raw, (size_t)station->model->payload.features * sizeof(double));
  read_time(&root, nexus->sensor_time, sizeof nexus->sensor_time);
  return NULL;
}

void nexus_take(struct nexus *nexus, struct station *station) {
  char ignored[64];
  while (read(nexus->wakeup[0], ignored, sizeof ignored) > 0) continue;
  pthread_mutex_lock(&nexus->lock);
  char *body = nexus->arrived;
  const size_t length = nexus->arrived_length;
  nexus->arrived = NULL;
  pthread_mutex_unlock(&nexus->lock);
  if (!body) return;
  const char *wrong = read_readings(nexus, station, body, length);
  free(body);
  if (wrong) {
    fprintf(stderr, "the nexus sent readings that cannot be used: %s\n", wrong);
    return;
  }
  nexus->fresh = true;
  station->polls++;
  station->last_poll = time(NULL);
}

int64_t nexus_infer(struct nexus *nexus, struct station *station, int64_t now) {
  if (nexus->fresh && now >= nexus->next_inference) {
    station_push(station, nexus->readings, nexus->sensor_time);
    nexus->fresh = false;
    nexus->next_inference = now + nexus->inference_ms;
  }
  return nexus->fresh ? nexus->next_inference - now : 60000;
}
