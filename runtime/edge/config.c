#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 65536
#define MOST_TEXT 512

void config_default(struct config *config) {
  *config = (struct config){
      .settings = {.unit_id = "", .anomaly_threshold = NAN},
      .nexus = {.poll_seconds = 1, .inference_seconds = 30},
      .port = -1,
  };
}

static const char *wrong(const char *what, const char *key) {
  static char text[MOST_TEXT];
  snprintf(text, sizeof text, "%s: %.100s", what, key);
  return text;
}

static char *text_of(const struct json *value) {
  char *text = malloc(MOST_TEXT);
  if (value->kind == JSON_STRING && text && json_copy(value, text, MOST_TEXT)) return text;
  free(text);
  return NULL;
}

static bool number_of(const struct json *value, double least, double most, double *out) {
  if (value->kind != JSON_NUMBER) return false;
  *out = json_number(value);
  return *out >= least && *out <= most;
}

static bool is_column(const struct payload *model, const char *name) {
  for (int f = 0; f < model->features; f++)
    if (!strcmp(model->columns[f], name)) return true;
  return false;
}

/*
 * The source's names of the model's features, in the model's order. A list of the model's own names says nothing new,
 * whatever its order.
 */
static const char *read_features(const struct json *list, const struct payload *model, struct settings *settings) {
  const char **names = calloc((size_t)model->features, sizeof *names);
  struct json_walk walk = json_members(list);
  struct json value;
  int count = 0;
  bool own = true;
  while (names && json_next(&walk, NULL, &value)) {
    const char *name = text_of(&value);
    if (!name) return "features must be a list of names";
    own = own && is_column(model, name);
    if (count < model->features) names[count] = name;
    count++;
  }
  if (!names || count != model->features) return "features must name one sensor for each feature of the model";
  if (!own) settings->sensors = names;
  return NULL;
}

static const char *read_key(const struct json *key, const struct json *value, const struct payload *model,
                            struct config *config) {
  double number;
  if (json_equals(key, "nexus_url")) return (config->nexus.url = text_of(value)) ? NULL : wrong("must be a text", "nexus_url");
  if (json_equals(key, "unit_id"))
    return (config->settings.unit_id = text_of(value)) ? NULL : wrong("must be a text", "unit_id");
  if (json_equals(key, "features")) return read_features(value, model, &config->settings);
  if (json_equals(key, "poll_interval_secs"))
    return number_of(value, 0.1, 86400, &config->nexus.poll_seconds) ? NULL : wrong("must be 0.1 to 86400", "poll_interval_secs");
  if (json_equals(key, "inference_interval_secs"))
    return number_of(value, 0.1, 86400, &config->nexus.inference_seconds) ? NULL
                                                                          : wrong("must be 0.1 to 86400", "inference_interval_secs");
  if (json_equals(key, "anomaly_threshold"))
    return number_of(value, 0, 1, &config->settings.anomaly_threshold) ? NULL : wrong("must be 0 to 1", "anomaly_threshold");
  if (json_equals(key, "http_port")) {
    if (!number_of(value, 0, 65535, &number) || number != floor(number)) return wrong("must be a port number", "http_port");
    config->port = (int)number;
    return NULL;
  }
  /* Model and normalisation are inside this program, so what older files say of them does not matter. */
  if (json_equals(key, "model_path") || json_equals(key, "normalization")) return NULL;
  char name[64];
  json_copy(key, name, sizeof name);
  return wrong("this program does not know", name);
}

static char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *bytes = file ? malloc(MOST_BYTES + 1) : NULL;
  *length = bytes ? fread(bytes, 1, MOST_BYTES + 1, file) : 0;
  if (file) fclose(file);
  return bytes;
}

const char *config_read(const char *path, const struct payload *model, struct config *config) {
  size_t length;
  char *bytes = read_file(path, &length);
  if (!bytes) return "it cannot be read";
  if (length > MOST_BYTES) return "it is larger than 64 KB";
  const char *why = json_check(bytes, length);
  if (why) return why;
  const struct json root = json_root(bytes, length);
  if (root.kind != JSON_OBJECT) return "it is not a JSON object";
  struct json_walk walk = json_members(&root);
  struct json key, value;
  while (!why && json_next(&walk, &key, &value)) why = read_key(&key, &value, model, config);
  free(bytes);
  return why;
}
