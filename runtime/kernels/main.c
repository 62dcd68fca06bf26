/* The native trainer: `trainer <compiler> <job folder>` trains, `trainer probe <updates> <job folder>` compares. */
#include "events.h"
#include "loop.h"
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int stop;

static void on_stop(int signal) {
  (void)signal;
  stop = 1;
}

/* The parent holds the other end of standard input. When it dies nobody would read the result, so we end at once;
   files are only ever replaced whole. */
static void *watch_parent(void *unused) {
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) continue;
  _exit(3);
  return unused;
}

int main(int count, char **arguments) {
  Job job;
  if (count == 4) {
    read_job(&job, arguments[3]);
    return probe(&job, atoi(arguments[2]));
  }
  if (count != 3) fail("failed", "usage: trainer <compiler> <job folder>");
  struct sigaction action = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  pthread_t watcher;
  if (pthread_create(&watcher, NULL, watch_parent, NULL)) fail("failed", "The system refused to start a thread");
  read_job(&job, arguments[2]);
  return training_loop(&job, arguments[1], &stop);
}
