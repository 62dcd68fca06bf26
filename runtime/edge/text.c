#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_free(struct text *text) {
  free(text->bytes);
  *text = (struct text){0};
}

static bool make_room(struct text *text, size_t more) {
  if (text->failed) return false;
  if (text->length + more <= text->capacity) return true;
  size_t capacity = text->capacity ? text->capacity : 512;
  while (capacity < text->length + more) capacity *= 2;
  char *bytes = realloc(text->bytes, capacity);
  if (!bytes) {
    text->failed = true;
    return false;
  }
  text->bytes = bytes;
  text->capacity = capacity;
  return true;
}

void text_add(struct text *text, const char *bytes, size_t length) {
  if (!make_room(text, length)) return;
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}

void text_puts(struct text *text, const char *string) { text_add(text, string, strlen(string)); }

void text_printf(struct text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length > 0 && make_room(text, (size_t)length + 1)) {
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
    text->length += (size_t)length;
  }
  va_end(again);
}

/* Bytes of the UTF-8 character at `at`, or 0 when there is none. */
static size_t utf8_length(const unsigned char *at) {
  static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = at[0] < 0x80 ? 1 : (at[0] & 0xe0) == 0xc0 ? 2 : (at[0] & 0xf0) == 0xe0 ? 3 : (at[0] & 0xf8) == 0xf0 ? 4 : 0;
  if (length < 2) return length;
  unsigned code = at[0] & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if ((at[i] & 0xc0) != 0x80) return 0;
    code = code << 6 | (at[i] & 0x3f);
  }
  return code >= least[length] && code <= 0x10ffff && (code & 0xfffff800) != 0xd800 ? length : 0;
}

static void quote(struct text *text, const char *string) {
  text_add(text, "\"", 1);
  for (const unsigned char *at = (const unsigned char *)string; *at;) {
    size_t length = utf8_length(at);
    if (*at == '"' || *at == '\\') text_printf(text, "\\%c", *at);
    else if (*at < 0x20) text_printf(text, "\\u%04x", *at);
    else if (length == 0) text_puts(text, "\\ufffd");
    else text_add(text, (const char *)at, length);
    at += length ? length : 1;
  }
  text_add(text, "\"", 1);
}

static void begin(struct text *text, const char *key) {
  char last = text->length ? text->bytes[text->length - 1] : '{';
  if (last != '{' && last != '[' && last != ':' && last != '\n') text_add(text, ",", 1);
  if (key) {
    quote(text, key);
    text_add(text, ":", 1);
  }
}

void json_open(struct text *text, const char *key, char bracket) {
  begin(text, key);
  text_add(text, &bracket, 1);
}

void json_close(struct text *text, char bracket) { text_add(text, &bracket, 1); }

void json_add_string(struct text *text, const char *key, const char *value) {
  begin(text, key);
  quote(text, value);
}

void json_add_number(struct text *text, const char *key, double value) {
  begin(text, key);
  if (isfinite(value)) text_printf(text, "%.9g", value);
  else text_puts(text, "null");
}

void json_add_count(struct text *text, const char *key, long long value) {
  begin(text, key);
  text_printf(text, "%lld", value);
}

void json_add_boolean(struct text *text, const char *key, bool value) {
  begin(text, key);
  text_puts(text, value ? "true" : "false");
}

void json_add_null(struct text *text, const char *key) {
  begin(text, key);
  text_puts(text, "null");
}
