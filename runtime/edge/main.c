#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "config.h"
#include "embedded.h"
#include "score_input.h"
#include "serve.h"
#include "version.h"

#define DEFAULT_PORT 6200
#define DEFAULT_CONFIG "/etc/prometheus/edge.json"

static const char USAGE[] =
    "usage: signalbox-edge [options]\n"
    "Scores sensor readings with the model inside this program, over HTTP or from standard input.\n"
    "\n"
    "  --host ADDRESS     IPv4 address to listen on (default 0.0.0.0)\n"
    "  --port PORT        port to listen on, 0 for a free one (default 6200)\n"
    "  -c, --config FILE  settings in JSON (default " DEFAULT_CONFIG ", if it exists)\n"
    "  --stdin            score CSV or JSON lines from standard input instead of serving HTTP\n"
    "  --self-test        check this program on this machine, and exit\n"
    "  --bench N          measure the scoring of N rows, and exit\n"
    "  --kernels NAME     use these kernels instead of the best this CPU has\n"
    "  --version          print versions, and exit\n"
    "  --help             print this, and exit\n";

enum task { SERVE, SCORE_INPUT, SELF_TEST, BENCH, VERSION };

struct options {
  enum task task;
  const char *host, *config, *kernels;
  int port; /* -1: not given */
  long rows;
};

static bool read_number(const char *text, long least, long most, long *out) {
  char *end;
  errno = 0;
  *out = strtol(text, &end, 10);
  return !errno && end != text && !*end && *out >= least && *out <= most;
}

/* Returns -1 to go on, or an exit status. */
static int read_options(int argc, char **argv, struct options *out) {
  enum { HOST = 256, PORT, STDIN, TEST, MEASURE, KERNELS, WHICH, HELP };
  static const struct option known[] = {
      {"host", required_argument, NULL, HOST},     {"port", required_argument, NULL, PORT},
      {"config", required_argument, NULL, 'c'},    {"stdin", no_argument, NULL, STDIN},
      {"self-test", no_argument, NULL, TEST},      {"bench", required_argument, NULL, MEASURE},
      {"kernels", required_argument, NULL, KERNELS}, {"version", no_argument, NULL, WHICH},
      {"help", no_argument, NULL, HELP},           {0},
  };
  long number;
  for (int option; (option = getopt_long(argc, argv, "c:", known, NULL)) != -1;) {
    switch (option) {
      case HOST: out->host = optarg; break;
      case 'c': out->config = optarg; break;
      case KERNELS: out->kernels = optarg; break;
      case STDIN: out->task = SCORE_INPUT; break;
      case TEST: out->task = SELF_TEST; break;
      case WHICH: out->task = VERSION; break;
      case PORT:
        if (!read_number(optarg, 0, 65535, &number)) return fprintf(stderr, "--port takes 0 to 65535\n"), 2;
        out->port = (int)number;
        break;
      case MEASURE:
        if (!read_number(optarg, 1, 10000000, &out->rows)) return fprintf(stderr, "--bench takes 1 to 10000000\n"), 2;
        out->task = BENCH;
        break;
      case HELP: fputs(USAGE, stdout); return 0;
      default: fputs(USAGE, stderr); return 2;
    }
  }
  if (optind == argc) return -1;
  fputs(USAGE, stderr);
  return 2;
}

static int fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  return 1;
}

int main(int argc, char **argv) {
  static struct model model;
  static struct station station;
  struct options options = {.task = SERVE, .host = "0.0.0.0", .port = -1};
  const int status = read_options(argc, argv, &options);
  if (status >= 0) return status;
  const size_t length = (size_t)(embedded_model_end - embedded_model);
  if (options.task == SELF_TEST) return self_test(embedded_model, length);
  const char *wrong = model_open(embedded_model, length, options.kernels, &model);
  if (wrong) return fail("the model in this program cannot be used", wrong);
  if (options.task == VERSION) {
    printf("signalbox-edge %s\nmodel %s %s %s\n%s weights, %s kernels\n", EDGE_VERSION, model.payload.id, model.payload.name,
           model.payload.version, model.payload.integer ? "int8" : "float32", model.network.kernels->name);
    return 0;
  }

  struct config config;
  config_default(&config);
  const char *file = options.config ? options.config : access(DEFAULT_CONFIG, R_OK) ? NULL : DEFAULT_CONFIG;
  if (file && (wrong = config_read(file, &model.payload, &config))) return fail(file, wrong);
  if ((wrong = station_make(&model, &config.settings, &station))) return fail("cannot start", wrong);
  if (options.task == SCORE_INPUT) return score_input(&station, STDIN_FILENO);
  if (options.task == BENCH) return bench(&station, options.rows);

  struct nexus *nexus = NULL;
  if (config.nexus.url && !(nexus = nexus_make(&config.nexus, &station, &wrong))) return fail(file, wrong);
  const int port = options.port >= 0 ? options.port : config.port >= 0 ? config.port : DEFAULT_PORT;
  return serve(&station, &(struct address){options.host, port}, nexus);
}
