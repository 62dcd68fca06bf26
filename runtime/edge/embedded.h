/* The packed model inside this program, put there when it was built. */
#ifndef SIGNALBOX_EMBEDDED_H
#define SIGNALBOX_EMBEDDED_H

extern const unsigned char embedded_model[], embedded_model_end[];

#endif
