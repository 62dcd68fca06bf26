#include "json_read.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *skip_space(const char *at, const char *end) {
  while (at < end && is_space(*at)) at++;
  return at;
}

static const char *digits(const char *at, const char *end) {
  while (at < end && is_digit(*at)) at++;
  return at;
}

/* Past a number, or NULL. */
static const char *skip_number(const char *at, const char *end) {
  if (at < end && *at == '-') at++;
  if (at == end || !is_digit(*at)) return NULL;
  at = *at == '0' ? at + 1 : digits(at, end);
  if (at < end && *at == '.') {
    const char *first = at + 1;
    if ((at = digits(first, end)) == first) return NULL;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    at++;
    if (at < end && (*at == '+' || *at == '-')) at++;
    const char *first = at;
    if ((at = digits(first, end)) == first) return NULL;
  }
  return at;
}

static int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four hex digits of a \u escape, or -1. */
static int hex4(const char *at, const char *end) {
  int value = 0;
  if (end - at < 4) return -1;
  for (int i = 0; i < 4; i++) {
    int digit = hex_value(at[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* Past a string that begins at `at`, or NULL. */
static const char *skip_string(const char *at, const char *end) {
  for (at++; at < end; at++) {
    if (*at == '"') return at + 1;
    if ((unsigned char)*at < 0x20) return NULL;
    if (*at != '\\') continue;
    if (++at == end) return NULL;
    if (*at == 'u') {
      if (hex4(at + 1, end) < 0) return NULL;
      at += 4;
    } else if (!strchr("\"\\/bfnrt", *at) || !*at) {
      return NULL;
    }
  }
  return NULL;
}

static const char *skip_word(const char *at, const char *end) {
  static const char *const words[] = {"true", "false", "null"};
  for (int i = 0; i < 3; i++) {
    size_t length = strlen(words[i]);
    if ((size_t)(end - at) >= length && !memcmp(at, words[i], length)) return at + length;
  }
  return NULL;
}

static const char *skip_scalar(const char *at, const char *end) {
  if (*at == '"') return skip_string(at, end);
  if (*at == '-' || is_digit(*at)) return skip_number(at, end);
  return skip_word(at, end);
}

const char *json_check(const char *text, size_t length) {
  static const char *const broken = "it is not valid JSON";
  const char *at = text, *end = text + length;
  char closing[JSON_DEEPEST];
  int depth = 0;
  bool want_value = true, may_close = false;
  for (;;) {
    at = skip_space(at, end);
    if (at == end) return depth == 0 && !want_value ? NULL : "it ends too early";
    const char c = *at;
    if (depth > 0 && c == closing[depth - 1] && (!want_value || may_close)) {
      depth--;
      at++;
      want_value = may_close = false;
      continue;
    }
    if (!want_value) {
      if (depth == 0) return "something follows its end";
      if (c != ',') return broken;
      at++;
      want_value = true;
      may_close = false;
      continue;
    }
    if (depth > 0 && closing[depth - 1] == '}') {
      if (c != '"' || !(at = skip_string(at, end))) return broken;
      at = skip_space(at, end);
      if (at == end) return "it ends too early";
      if (*at++ != ':') return broken;
      at = skip_space(at, end);
      if (at == end) return "it ends too early";
    }
    if (*at == '{' || *at == '[') {
      if (depth == JSON_DEEPEST) return "it is nested too deeply";
      closing[depth++] = *at++ == '{' ? '}' : ']';
      may_close = true;
    } else {
      if (!(at = skip_scalar(at, end))) return broken;
      want_value = may_close = false;
    }
  }
}

static const char *skip_value(const char *at, const char *end) {
  if (*at != '{' && *at != '[') return skip_scalar(at, end);
  for (int depth = 0; at < end; at++) {
    if (*at == '"') {
      at = skip_string(at, end) - 1;
    } else if (*at == '{' || *at == '[') {
      depth++;
    } else if ((*at == '}' || *at == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return end;
}

static struct json value_at(const char *at, const char *end) {
  enum json_kind kind = *at == '{'   ? JSON_OBJECT
                        : *at == '[' ? JSON_ARRAY
                        : *at == '"' ? JSON_STRING
                        : *at == 'n' ? JSON_NULL
                        : *at == 't' || *at == 'f' ? JSON_BOOLEAN
                                                   : JSON_NUMBER;
  return (struct json){kind, at, (size_t)(skip_value(at, end) - at)};
}

struct json json_root(const char *text, size_t length) {
  return value_at(skip_space(text, text + length), text + length);
}

struct json_walk json_members(const struct json *container) {
  if (container->kind != JSON_OBJECT && container->kind != JSON_ARRAY) return (struct json_walk){0};
  return (struct json_walk){container->text + 1, container->text + container->length - 1,
                            container->kind == JSON_OBJECT};
}

bool json_next(struct json_walk *walk, struct json *key, struct json *value) {
  walk->at = skip_space(walk->at, walk->end);
  if (walk->at < walk->end && *walk->at == ',') walk->at = skip_space(walk->at + 1, walk->end);
  if (walk->at >= walk->end) return false;
  if (walk->object) {
    struct json name = value_at(walk->at, walk->end);
    if (key) *key = name;
    walk->at = skip_space(skip_space(name.text + name.length, walk->end) + 1, walk->end);
  }
  *value = value_at(walk->at, walk->end);
  walk->at = value->text + value->length;
  return true;
}

bool json_member(const struct json *object, const char *name, struct json *value) {
  if (object->kind != JSON_OBJECT) return false;
  struct json_walk walk = json_members(object);
  struct json key, member;
  bool found = false;
  while (json_next(&walk, &key, &member))
    if (json_equals(&key, name)) {
      *value = member;
      found = true;
    }
  return found;
}

/* The next character of a string as UTF-8; `at` moves past it. Lone surrogates become U+FFFD. */
static size_t next_character(const char **at, const char *end, char out[4]) {
  if (**at != '\\') {
    out[0] = *(*at)++;
    return 1;
  }
  const char escape = *++*at;
  ++*at;
  if (escape != 'u') {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    out[0] = to[strchr(from, escape) - from];
    return 1;
  }
  int code = hex4(*at, end);
  *at += 4;
  if (code >= 0xd800 && code < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
    int low = hex4(*at + 2, end);
    if (low >= 0xdc00 && low < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      *at += 6;
    }
  }
  if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = length - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3f));
  out[0] = (char)((0xf00 >> length & 0xff) | code);
  return length;
}

bool json_equals(const struct json *string, const char *text) {
  const char *at = string->text + 1, *end = string->text + string->length - 1;
  char bytes[4];
  while (at < end) {
    size_t length = next_character(&at, end, bytes);
    if (!bytes[0] || strncmp(text, bytes, length)) return false;
    text += length;
  }
  return *text == 0;
}

bool json_copy(const struct json *string, char *to, size_t size) {
  const char *at = string->text + 1, *end = string->text + string->length - 1;
  char bytes[4];
  size_t used = 0;
  while (at < end) {
    size_t length = next_character(&at, end, bytes);
    if (used + length >= size) {
      to[used] = 0;
      return false;
    }
    memcpy(to + used, bytes, length);
    used += length;
  }
  to[used] = 0;
  return true;
}

double json_number(const struct json *number) {
  /* strtod needs an end it can see: numbers are short, and a longer one has no more than these digits that matter. */
  char text[64];
  if (number->length < sizeof text) {
    memcpy(text, number->text, number->length);
    text[number->length] = 0;
    return strtod(text, NULL);
  }
  char *copy = malloc(number->length + 1);
  if (!copy) return 0;
  memcpy(copy, number->text, number->length);
  copy[number->length] = 0;
  double value = strtod(copy, NULL);
  free(copy);
  return value;
}
