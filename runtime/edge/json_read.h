/*
 * A small strict JSON reader. `json_check` validates a whole document once; the walking functions then rely on it and
 * never leave the document. Nothing is allocated.
 */
#ifndef SIGNALBOX_JSON_READ_H
#define SIGNALBOX_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_DEEPEST 32

/* NULL when [text, text + length) is one JSON document (RFC 8259) nested at most JSON_DEEPEST deep, else why not. */
const char *json_check(const char *text, size_t length);

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_BOOLEAN, JSON_NULL };

/* A value of a checked document. */
struct json {
  enum json_kind kind;
  const char *text; /* its first character */
  size_t length;
};

struct json json_root(const char *text, size_t length);

/* The members of an array or object one by one: set up once, then call `next` until it returns false. */
struct json_walk {
  const char *at, *end;
  bool object;
};
struct json_walk json_members(const struct json *container);
/* `key` is set for objects only and may be NULL. */
bool json_next(struct json_walk *walk, struct json *key, struct json *value);

/* The last member called `name`; false when there is none or `object` is not an object. */
bool json_member(const struct json *object, const char *name, struct json *value);

/* Whether a string value, with escapes resolved, is `text`. */
bool json_equals(const struct json *string, const char *text);

/* Copies a string with escapes resolved, cut to fit, always terminated. Returns false when it was cut. */
bool json_copy(const struct json *string, char *to, size_t size);

/* Numbers beyond a double's range become +-HUGE_VAL. */
double json_number(const struct json *number);

#endif
