#include "answers.h"

#include <math.h>
#include <string.h>

#include "version.h"

/* Rows a window sent whole may have: each is scored, because later ones depend on it. */
#define FEWEST_WINDOW_ROWS 256

void answer_error(struct text *body, const char *code, const char *message) {
  body->length = 0;
  json_open(body, NULL, '{');
  json_add_string(body, "error", code);
  json_add_string(body, "message", message);
  json_close(body, '}');
}

static int fail(struct text *body, int status, const char *code, const char *message) {
  answer_error(body, code, message);
  return status;
}

static void add_time(struct text *body, const char *key, time_t at) {
  char text[32];
  struct tm utc;
  if (at == 0 || !gmtime_r(&at, &utc) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
    json_add_null(body, key);
  else
    json_add_string(body, key, text);
}

static const char *or_unknown(const char *text) { return *text ? text : "unknown"; }

static void add_model(const struct station *s, struct text *body, const char *name_key) {
  json_add_string(body, name_key, or_unknown(s->model->payload.name));
  json_add_string(body, "model_version", or_unknown(s->model->payload.version));
}

static int health(const struct station *s, struct text *body) {
  const long long uptime = (long long)(time(NULL) - s->started);
  json_open(body, NULL, '{');
  json_add_string(body, "status", "ok");
  json_add_string(body, "version", EDGE_VERSION);
  json_add_string(body, "unit_id", s->settings.unit_id);
  json_add_count(body, "uptime_secs", uptime);
  json_add_count(body, "uptime", uptime);
  add_model(s, body, "model");
  json_add_string(body, "model_id", s->model->payload.id);
  add_time(body, "timestamp", time(NULL));
  json_close(body, '}');
  return 200;
}

/* The threshold on the scale of anomaly_score. */
static double display_threshold(const struct station *s) {
  return isnan(s->settings.anomaly_threshold) ? (isfinite(s->model->scoring.threshold) ? 0.5 : NAN)
                                              : s->settings.anomaly_threshold;
}

static int metrics(const struct station *s, struct text *body) {
  const struct latest *latest = &s->latest;
  const double mean = s->predictions ? s->display_sum / (double)s->predictions : NAN;
  json_open(body, NULL, '{');
  json_add_string(body, "unit_id", s->settings.unit_id);
  add_model(s, body, "model_name");
  json_add_count(body, "input_dim", s->model->payload.features);
  json_add_count(body, "output_dim", s->model->payload.outputs);
  json_add_count(body, "total_predictions", s->predictions);
  json_add_count(body, "predictions_total", s->predictions);
  json_add_count(body, "anomalies_total", s->anomalies);
  json_add_count(body, "uptime_secs", (long long)(time(NULL) - s->started));
  json_add_number(body, "latest_score", latest->there ? latest->verdict.score : NAN);
  json_add_number(body, "latest_anomaly_score", latest->there ? latest->verdict.display : NAN);
  json_add_number(body, "latest_health_score", latest->there ? 1 - latest->verdict.display : NAN);
  json_add_number(body, "anomaly_score_avg", mean);
  json_add_number(body, "health_score_avg", 1 - mean);
  add_time(body, "latest_prediction_time", latest->at);
  json_add_count(body, "sensor_count", s->polls ? s->sensors_seen : s->model->payload.features);
  add_time(body, "last_sensor_poll", s->last_poll);
  json_add_number(body, "anomaly_threshold", display_threshold(s));
  json_add_number(body, "score_threshold", s->model->scoring.threshold);
  json_add_string(body, "kernels", s->model->network.kernels->name);
  add_time(body, "timestamp", time(NULL));
  json_close(body, '}');
  return 200;
}

/* The nested keys, and the same flat. */
static int tell(const struct station *s, const struct latest *latest, const struct stream *stream,
                struct text *body) {
  const struct verdict *verdict = &latest->verdict;
  if (!isfinite(verdict->score)) return fail(body, 500, "inference_error", "the model gave a score that is no number");
  json_open(body, NULL, '{');
  json_open(body, "prediction", '{');
  station_tell_outputs(stream, "predictions", body);
  json_add_number(body, "anomaly_score", verdict->display);
  json_add_number(body, "health_score", 1 - verdict->display);
  add_time(body, "timestamp", latest->at);
  json_add_count(body, "prediction_number", latest->number);
  json_close(body, '}');
  if (*latest->sensor_time) json_add_string(body, "sensor_timestamp", latest->sensor_time);
  else json_add_null(body, "sensor_timestamp");
  json_open(body, "features_used", '[');
  for (int f = 0; f < s->model->payload.features; f++) json_add_string(body, NULL, s->model->payload.columns[f]);
  json_close(body, ']');
  station_tell_outputs(stream, "predictions", body);
  station_tell(s, verdict, stream, body);
  json_add_number(body, "threshold", s->model->scoring.threshold);
  json_close(body, '}');
  return 200;
}

static int latest(const struct station *s, struct text *body) {
  if (!s->latest.there) return fail(body, 503, "no_data", "no row has been scored yet; send one with POST /predict");
  return tell(s, &s->latest, &s->live, body);
}

/* Scores the rows of a window as a sequence of their own and answers for the last one. */
static int predict_window(struct station *s, const struct json *rows, struct text *body) {
  const int steps = network_rows(&s->model->network);
  const int most = 4 * steps > FEWEST_WINDOW_ROWS ? 4 * steps : FEWEST_WINDOW_ROWS;
  struct json_walk walk = json_members(rows);
  struct json row;
  struct latest found = {.there = true, .at = time(NULL)};
  int count = 0;
  stream_reset(&s->apart);
  while (json_next(&walk, NULL, &row)) {
    if (++count > most) return fail(body, 422, "inference_error", "the window has too many rows");
    const char *wrong = station_read_row(s, &row, s->raw);
    if (wrong) return fail(body, 422, "inference_error", wrong);
    found.verdict = stream_push(&s->apart, s->raw);
  }
  if (count == 0) return fail(body, 400, "empty_features", "the window has no rows");
  found.number = ++s->predictions;
  s->display_sum += found.verdict.display;
  s->anomalies += station_is_anomaly(s, &found.verdict);
  return tell(s, &found, &s->apart, body);
}

static bool is_empty(const struct json *value) {
  struct json_walk walk = json_members(value);
  struct json member;
  return !json_next(&walk, NULL, &member);
}

/* Where the row is: the body itself, or one of the members it may be wrapped in. */
static struct json unwrap(const struct json *root, bool *window) {
  struct json inner;
  *window = json_member(root, "window", &inner) && inner.kind == JSON_ARRAY;
  if (*window) return inner;
  if (json_member(root, "values", &inner) && inner.kind == JSON_ARRAY) return inner;
  if (json_member(root, "features", &inner) && (inner.kind == JSON_OBJECT || inner.kind == JSON_ARRAY)) return inner;
  return *root;
}

static void copy_time(const struct json *root, char *to, size_t size) {
  struct json value;
  *to = 0;
  if (json_member(root, "timestamp", &value) && value.kind == JSON_STRING) json_copy(&value, to, size);
}

static int predict(struct station *s, const struct request *request, struct text *body) {
  if (request->body_length == 0) return fail(body, 400, "empty_body", "the request has no body");
  const char *wrong = json_check(request->body, request->body_length);
  if (wrong) return fail(body, 400, "invalid_json", wrong);
  const struct json root = json_root(request->body, request->body_length);
  bool window;
  const struct json row = unwrap(&root, &window);
  if (row.kind != JSON_ARRAY && row.kind != JSON_OBJECT)
    return fail(body, 422, "inference_error", "a row must be an array of readings or a map of names to readings");
  if (is_empty(&row)) return fail(body, 400, "empty_features", "the body has no readings");
  if (window) return predict_window(s, &row, body);
  wrong = station_read_row(s, &row, s->raw);
  if (wrong) return fail(body, 422, "inference_error", wrong);
  char sensor_time[sizeof s->latest.sensor_time];
  copy_time(&root, sensor_time, sizeof sensor_time);
  station_push(s, s->raw, sensor_time);
  return latest(s, body);
}

static bool is(const struct request *request, const char *method, const char *path) {
  return request->method_length == strlen(method) && !memcmp(request->method, method, request->method_length) &&
         request->path_length == strlen(path) && !memcmp(request->path, path, request->path_length);
}

int answer(struct station *station, const struct request *request, struct text *body) {
  if (is(request, "GET", "/health")) return health(station, body);
  if (is(request, "GET", "/metrics")) return metrics(station, body);
  if (is(request, "GET", "/predict")) return latest(station, body);
  if (is(request, "POST", "/predict")) return predict(station, request, body);
  return fail(body, 404, "not_found", "there is GET /health, GET /predict, POST /predict and GET /metrics");
}
