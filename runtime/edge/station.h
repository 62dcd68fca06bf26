/* What the program knows while it runs: its model, the rows it saw, and what it said about them last. */
#ifndef SIGNALBOX_STATION_H
#define SIGNALBOX_STATION_H

#include <time.h>

#include "json_read.h"
#include "stream.h"
#include "text.h"

struct settings {
  const char *unit_id;
  double anomaly_threshold; /* on the 0 to 1 scale; NaN: the model's own */
  const char **sensors;     /* name of each feature where rows come from; NULL: as in the model */
};

/* The latest verdict on the live stream. */
struct latest {
  bool there;
  struct verdict verdict;
  long long number; /* counting every prediction made */
  time_t at;
  char sensor_time[64]; /* as the source of the row wrote it; empty when it did not */
};

struct station {
  const struct model *model;
  struct settings settings;
  struct scratch scratch;
  struct stream live;  /* rows that arrive one by one */
  struct stream apart; /* windows sent whole, which do not touch the live rows */
  double *raw;         /* room for one row */
  struct latest latest;
  long long predictions, anomalies;
  double display_sum;
  long long polls;
  int sensors_seen;
  time_t started, last_poll;
};

/* Returns NULL or what is wrong. */
const char *station_make(const struct model *model, const struct settings *settings, struct station *out);

/* Appends a row to the live stream and remembers the verdict. */
void station_push(struct station *station, const double *raw, const char *sensor_time);

/*
 * Reads a row from an array of readings or a map of names to readings; null and absent names have no reading.
 * Returns NULL or what is wrong with it.
 */
const char *station_read_row(const struct station *station, const struct json *value, double *raw);

/* The feature a source calls `name`, or -1. */
int station_feature(const struct station *station, const char *name);

/* Adds the members that tell a verdict: scores, and what each sensor contributed. */
void station_tell(const struct station *station, const struct verdict *verdict, const struct stream *stream,
                  struct text *out);

/* Adds the network's outputs as an array; an autoencoder's are the readings it expected. */
void station_tell_outputs(const struct stream *stream, const char *key, struct text *out);

/* Whether a score counts as an anomaly here. */
bool station_is_anomaly(const struct station *station, const struct verdict *verdict);

#endif
