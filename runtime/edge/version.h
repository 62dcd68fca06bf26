#ifndef SIGNALBOX_VERSION_H
#define SIGNALBOX_VERSION_H

/* Given by the build. */
#ifndef EDGE_VERSION
#define EDGE_VERSION "0.0.0"
#endif

#endif
