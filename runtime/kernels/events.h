/* The protocol's lines on standard output (training/protocol.ts names the fields). */
#ifndef SIGNALBOX_EVENTS_H
#define SIGNALBOX_EVENTS_H

/* printf of one whole JSON line, flushed. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Reports an error ("failed" or "diverged") and ends the process. */
void fail(const char *code, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));

#endif
