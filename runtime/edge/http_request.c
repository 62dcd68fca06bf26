#define _GNU_SOURCE /* memmem */
#include "http_request.h"

#include <string.h>
#include <strings.h>

struct header {
  const char *name, *value;
  size_t name_length, value_length;
};

static enum request_state refuse(struct refusal *refusal, int status, const char *code, const char *message) {
  *refusal = (struct refusal){status, code, message};
  return REQUEST_REFUSED;
}

static bool is_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* Reads "name: value\r\n" and moves past it. */
static bool next_header(const char **at, const char *end, struct header *out) {
  const char *line_end = memmem(*at, (size_t)(end - *at), "\r\n", 2);
  if (!line_end) return false;
  out->name = *at;
  const char *c = *at;
  while (c < line_end && is_token(*c)) c++;
  out->name_length = (size_t)(c - *at);
  if (out->name_length == 0 || c == line_end || *c != ':') return false;
  for (c++; c < line_end && (*c == ' ' || *c == '\t');) c++;
  const char *value_end = line_end;
  while (value_end > c && (value_end[-1] == ' ' || value_end[-1] == '\t')) value_end--;
  if (memchr(c, 0, (size_t)(value_end - c)) || memchr(c, '\n', (size_t)(value_end - c))) return false;
  out->value = c;
  out->value_length = (size_t)(value_end - c);
  *at = line_end + 2;
  return true;
}

static bool called(const struct header *header, const char *name) {
  return header->name_length == strlen(name) && !strncasecmp(header->name, name, header->name_length);
}

static bool says(const struct header *header, const char *value) {
  return header->value_length == strlen(value) && !strncasecmp(header->value, value, header->value_length);
}

/* Digits only; false for anything else or a number beyond 18 digits. */
static bool read_length(const struct header *header, unsigned long long *out) {
  *out = 0;
  if (header->value_length == 0 || header->value_length > 18) return false;
  for (size_t i = 0; i < header->value_length; i++) {
    if (header->value[i] < '0' || header->value[i] > '9') return false;
    *out = *out * 10 + (unsigned)(header->value[i] - '0');
  }
  return true;
}

/* "METHOD /path HTTP/1.x" */
static bool read_request_line(const char *at, const char *end, struct request *out, bool *old) {
  const char *c = at;
  while (c < end && is_token(*c)) c++;
  out->method = at;
  out->method_length = (size_t)(c - at);
  if (out->method_length == 0 || c == end || *c++ != ' ' || c == end || *c != '/') return false;
  out->path = c;
  while (c < end && *c > ' ' && *c != 0x7f) c++;
  const char *query = memchr(out->path, '?', (size_t)(c - out->path));
  out->path_length = (size_t)((query ? query : c) - out->path);
  if (end - c != 9 || memcmp(c, " HTTP/1.", 8) || (c[8] != '0' && c[8] != '1')) return false;
  *old = c[8] == '0';
  return true;
}

enum request_state request_read(const char *bytes, size_t length, size_t most_body, struct request *out,
                                struct refusal *refusal) {
  *out = (struct request){0};
  const char *head_end = memmem(bytes, length < MOST_HEAD_BYTES ? length : MOST_HEAD_BYTES, "\r\n\r\n", 4);
  if (!head_end)
    return length < MOST_HEAD_BYTES ? REQUEST_INCOMPLETE
                                    : refuse(refusal, 431, "headers_too_large", "the request's head exceeds 8 KB");
  const char *line_end = memmem(bytes, (size_t)(head_end + 2 - bytes), "\r\n", 2);
  bool old;
  if (!read_request_line(bytes, line_end, out, &old))
    return refuse(refusal, 400, "bad_request", "the first line is not an HTTP/1.x request");
  out->keep_alive = !old;

  unsigned long long body = 0;
  bool sized = false;
  for (const char *at = line_end + 2; at < head_end + 2;) {
    struct header header;
    if (!next_header(&at, head_end + 2, &header)) return refuse(refusal, 400, "bad_request", "a header is malformed");
    if (called(&header, "content-length")) {
      unsigned long long said;
      if (!read_length(&header, &said) || (sized && said != body))
        return refuse(refusal, 400, "bad_request", "Content-Length is not a number");
      body = said;
      sized = true;
    } else if (called(&header, "transfer-encoding")) {
      return refuse(refusal, 411, "length_required", "send the body with a Content-Length, not in chunks");
    } else if (called(&header, "connection")) {
      if (says(&header, "close")) out->keep_alive = false;
      else if (says(&header, "keep-alive")) out->keep_alive = true;
    } else if (called(&header, "expect")) {
      out->expects_continue = says(&header, "100-continue");
    }
  }
  if (body > most_body) return refuse(refusal, 413, "payload_too_large", "the body exceeds what this program accepts");
  const size_t head = (size_t)(head_end + 4 - bytes);
  out->body = bytes + head;
  out->body_length = (size_t)body;
  out->length = head + (size_t)body;
  if (length < out->length) return REQUEST_INCOMPLETE;
  out->expects_continue = false;
  return REQUEST_COMPLETE;
}
