#include "station.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *station_make(const struct model *model, const struct settings *settings, struct station *out) {
  *out = (struct station){.model = model, .settings = *settings, .started = time(NULL)};
  out->raw = malloc((size_t)model->payload.features * sizeof(double));
  const bool made = out->raw && scratch_make(&model->network, 1, &out->scratch) &&
                    stream_make(model, &out->scratch, &out->live) && stream_make(model, &out->scratch, &out->apart);
  return made ? NULL : "not enough memory to run this model";
}

bool station_is_anomaly(const struct station *station, const struct verdict *verdict) {
  const double own = station->settings.anomaly_threshold;
  return isnan(own) ? verdict->anomaly : verdict->display >= own;
}

void station_push(struct station *station, const double *raw, const char *sensor_time) {
  struct latest *latest = &station->latest;
  latest->verdict = stream_push(&station->live, raw);
  latest->there = true;
  latest->at = time(NULL);
  strncpy(latest->sensor_time, sensor_time ? sensor_time : "", sizeof latest->sensor_time - 1);
  latest->number = ++station->predictions;
  station->display_sum += latest->verdict.display;
  station->anomalies += station_is_anomaly(station, &latest->verdict);
}

static const char *name_of(const struct station *station, int feature) {
  return station->settings.sensors ? station->settings.sensors[feature] : station->model->payload.columns[feature];
}

int station_feature(const struct station *station, const char *name) {
  for (int f = 0; f < station->model->payload.features; f++)
    if (!strcmp(name_of(station, f), name)) return f;
  return -1;
}

static bool read_reading(const struct json *value, double *reading) {
  if (value->kind == JSON_NULL) {
    *reading = NAN;
    return true;
  }
  if (value->kind != JSON_NUMBER) return false;
  *reading = json_number(value);
  return isfinite(*reading);
}

static const char *read_array(const struct station *station, const struct json *array, double *raw) {
  const int features = station->model->payload.features;
  struct json_walk walk = json_members(array);
  struct json value;
  int count = 0;
  while (json_next(&walk, NULL, &value)) {
    if (count < features && !read_reading(&value, &raw[count])) return "a reading is neither a number nor null";
    count++;
  }
  return count == features ? NULL : "a row must have as many readings as the model has features";
}

static const char *read_map(const struct station *station, const struct json *object, double *raw) {
  struct json_walk walk = json_members(object);
  struct json key, value;
  bool any = false;
  for (int f = 0; f < station->model->payload.features; f++) raw[f] = NAN;
  while (json_next(&walk, &key, &value)) {
    int feature = 0;
    while (feature < station->model->payload.features && !json_equals(&key, name_of(station, feature))) feature++;
    if (feature == station->model->payload.features) continue;
    if (!read_reading(&value, &raw[feature])) return "a reading is neither a number nor null";
    any = true;
  }
  return any ? NULL : "none of the names is a feature of this model";
}

const char *station_read_row(const struct station *station, const struct json *value, double *raw) {
  if (value->kind == JSON_ARRAY) return read_array(station, value, raw);
  if (value->kind == JSON_OBJECT) return read_map(station, value, raw);
  return "a row must be an array of readings or a map of names to readings";
}

void station_tell(const struct station *station, const struct verdict *verdict, const struct stream *stream,
                  struct text *out) {
  json_add_number(out, "score", verdict->score);
  json_add_boolean(out, "anomaly", station_is_anomaly(station, verdict));
  json_add_number(out, "anomaly_score", verdict->display);
  json_add_number(out, "health_score", 1 - verdict->display);
  json_open(out, "contributions", '{');
  for (int f = 0; f < station->model->payload.features; f++)
    json_add_number(out, station->model->payload.columns[f], stream->contributions[f]);
  json_close(out, '}');
}

void station_tell_outputs(const struct stream *stream, const char *key, struct text *out) {
  const struct payload *model = &stream->model->payload;
  json_open(out, key, '[');
  for (int i = 0; i < model->outputs; i++) {
    const double value = stream->output[i];
    json_add_number(out, NULL, model->architecture == LSTM_AUTOENCODER ? model->means[i] + value * model->stds[i] : value);
  }
  json_close(out, ']');
}
