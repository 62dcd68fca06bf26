#include "events.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void say(const char *format, ...) {
  va_list list;
  va_start(list, format);
  vprintf(format, list);
  va_end(list);
  putchar('\n');
  fflush(stdout);
}

/* A message as a JSON string; paths may hold anything. */
static void put_string(const char *text) {
  putchar('"');
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') printf("\\%c", c);
    else if (c < 0x20) printf("\\u%04x", c);
    else putchar(c);
  }
  putchar('"');
}

static void say_message(const char *start, const char *format, va_list list) {
  char message[2048];
  vsnprintf(message, sizeof message, format, list);
  fputs(start, stdout);
  put_string(message);
  puts("}");
  fflush(stdout);
}

void say_warning(const char *format, ...) {
  va_list list;
  va_start(list, format);
  say_message("{\"event\":\"warning\",\"message\":", format, list);
  va_end(list);
}

void fail(const char *code, const char *format, ...) {
  va_list list;
  va_start(list, format);
  say_message(strcmp(code, "diverged") ? "{\"event\":\"error\",\"code\":\"failed\",\"message\":" : "{\"event\":\"error\",\"code\":\"diverged\",\"message\":", format, list);
  va_end(list);
  _Exit(1);
}
