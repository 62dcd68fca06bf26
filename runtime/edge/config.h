/* The optional configuration file: JSON, keys as in docs/edge.md. */
#ifndef SIGNALBOX_CONFIG_H
#define SIGNALBOX_CONFIG_H

#include "nexus.h"

struct config {
  struct settings settings;
  struct nexus_settings nexus; /* url NULL: nobody to poll */
  int port;                    /* -1: not given */
};

void config_default(struct config *config);

/* Changes what the file names. Returns NULL, or what is wrong as a text that stays valid. */
const char *config_read(const char *path, const struct payload *model, struct config *config);

#endif
