/* A growing text, with what is needed to write JSON into it. A failed allocation sets `failed` and loses the rest. */
#ifndef SIGNALBOX_TEXT_H
#define SIGNALBOX_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
  char *bytes;
  size_t length, capacity;
  bool failed;
};

void text_free(struct text *text);
void text_add(struct text *text, const char *bytes, size_t length);
void text_puts(struct text *text, const char *string);
__attribute__((format(printf, 2, 3))) void text_printf(struct text *text, const char *format, ...);

/*
 * JSON, one value after another: commas are added where one is needed. `key` NULL is for members of arrays. Numbers
 * that JSON cannot say become null; bytes that are not UTF-8 become U+FFFD.
 */
void json_open(struct text *text, const char *key, char bracket);
void json_close(struct text *text, char bracket);
void json_add_string(struct text *text, const char *key, const char *value);
void json_add_number(struct text *text, const char *key, double value);
void json_add_count(struct text *text, const char *key, long long value);
void json_add_boolean(struct text *text, const char *key, bool value);
void json_add_null(struct text *text, const char *key);

#endif
