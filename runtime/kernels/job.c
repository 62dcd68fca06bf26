#include "job.h"
#include "events.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void *allocate(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 64) / 64 * 64);
  if (!memory) fail("failed", "There is not enough memory for another %zu MB; choose a smaller hidden_dim, num_layers or sequence_length", bytes >> 20);
  return memory;
}

void path_in(char *path, size_t size, const char *dir, const char *name) {
  if ((size_t)snprintf(path, size, "%s/%s", dir, name) >= size) fail("failed", "The path of %s is too long", name);
}

float *read_floats(const char *dir, const char *name, size_t *count) {
  char path[4096];
  struct stat info;
  path_in(path, sizeof path, dir, name);
  int file = open(path, O_RDONLY);
  *count = 0;
  if (file < 0 && errno == ENOENT) return NULL;
  if (file < 0 || fstat(file, &info)) fail("failed", "%s cannot be read: %s", path, strerror(errno));
  size_t size = (size_t)info.st_size / sizeof(float) * sizeof(float), done = 0;
  char *bytes = allocate(size);
  while (done < size) {
    ssize_t n = read(file, bytes + done, size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("failed", "%s cannot be read to its end: %s", path, n ? strerror(errno) : "it became shorter");
    done += (size_t)n;
  }
  close(file);
  *count = size / sizeof(float);
  return (float *)bytes;
}

void replace_file(const char *dir, const char *name, const void *bytes, size_t size) {
  char path[4096], fresh[4096];
  path_in(path, sizeof path, dir, name);
  if (snprintf(fresh, sizeof fresh, "%s/%s.new", dir, name) >= (int)sizeof fresh) fail("failed", "The path of %s is too long", name);
  int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) fail("failed", "%s cannot be written: %s", fresh, strerror(errno));
  for (size_t done = 0; done < size;) {
    ssize_t n = write(file, (const char *)bytes + done, size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("failed", "%s cannot be written: %s", fresh, strerror(errno));
    done += (size_t)n;
  }
  if (fsync(file) || close(file) || rename(fresh, path)) fail("failed", "%s cannot be written: %s", path, strerror(errno));
}

static int choose(const char *name, const char *value, const char *const *names) {
  for (int i = 0; names[i]; i++)
    if (!strcmp(value, names[i])) return i;
  fail("failed", "plan.txt: unknown %s \"%s\"", name, value);
}

static void append_windows(uint32_t **starts, size_t *count, size_t *room, size_t start, size_t rows, int steps) {
  size_t n = rows >= (size_t)steps ? rows - steps + 1 : 0;
  if (*count + n > *room) {
    *room = (*count + n) * 2;
    *starts = realloc(*starts, *room * sizeof **starts);
    if (!*starts) fail("failed", "There is not enough memory for %zu windows", *room);
  }
  for (size_t i = 0; i < n; i++) (*starts)[(*count)++] = (uint32_t)(start + i);
}

/* One "name value" of the plan; 0 when the name is unknown. */
static int read_setting(Job *j, const char *name, const char *value) {
  long long n = strtoll(value, NULL, 10);
  double x = strtod(value, NULL);
  static const char *const architectures[] = {"lstm_autoencoder", "gru_predictor", "sentinel", NULL};
  static const char *const losses[] = {"mse", "mae", "bce", NULL};
  static const char *const optimizers[] = {"adam", "adamw", "sgd", NULL};
  if (!strcmp(name, "architecture")) j->shape.architecture = (Architecture)choose(name, value, architectures);
  else if (!strcmp(name, "features")) j->shape.features = (int)n;
  else if (!strcmp(name, "hidden")) j->shape.hidden = (int)n;
  else if (!strcmp(name, "bottleneck")) j->shape.bottleneck = (int)n;
  else if (!strcmp(name, "layers")) j->shape.layers = (int)n;
  else if (!strcmp(name, "steps")) j->steps = (int)n;
  else if (!strcmp(name, "batch")) j->batch = (int)n;
  else if (!strcmp(name, "epochs")) j->epochs = (int)n;
  else if (!strcmp(name, "patience")) j->patience = (int)(n > 1 << 30 ? 1 << 30 : n);
  else if (!strcmp(name, "threads")) j->threads = (int)n;
  else if (!strcmp(name, "shuffle")) j->shuffle = (int)n;
  else if (!strcmp(name, "target_width")) j->target_width = (int)n;
  else if (!strcmp(name, "seed")) j->seed = (uint32_t)n;
  else if (!strcmp(name, "stride")) j->stride = (uint32_t)n;
  else if (!strcmp(name, "validation_stride")) j->validation_stride = (uint32_t)n;
  else if (!strcmp(name, "dropout")) j->dropout = x;
  else if (!strcmp(name, "learning_rate")) j->rule.learning_rate = x;
  else if (!strcmp(name, "weight_decay")) j->rule.weight_decay = x;
  else if (!strcmp(name, "loss")) j->loss = (Loss)choose(name, value, losses);
  else if (!strcmp(name, "optimizer")) j->rule.optimizer = (Optimizer)choose(name, value, optimizers);
  else if (!strcmp(name, "fingerprint")) j->fingerprint = strtoull(value, NULL, 16);
  else return 0;
  return 1;
}

void read_job(Job *j, const char *dir) {
  char path[4096], line[256], name[64], value[64];
  *j = (Job){.dir = dir};
  path_in(path, sizeof path, dir, "plan.txt");
  FILE *file = fopen(path, "r");
  if (!file) fail("failed", "%s cannot be read: %s", path, strerror(errno));
  size_t start, rows, train_room = 0, validation_room = 0;
  while (fgets(line, sizeof line, file)) {
    /* Segments come after the settings, so `steps` is known. */
    if (sscanf(line, "train %zu %zu", &start, &rows) == 2) append_windows(&j->train, &j->train_count, &train_room, start, rows, j->steps);
    else if (sscanf(line, "validation %zu %zu", &start, &rows) == 2) append_windows(&j->validation, &j->validation_count, &validation_room, start, rows, j->steps);
    else if (sscanf(line, "%63s %63s", name, value) != 2 || !read_setting(j, name, value)) fail("failed", "plan.txt: cannot understand \"%.200s\"", line);
  }
  fclose(file);
  size_t values;
  j->rows = read_floats(dir, "rows.f32", &values);
  if (!j->rows) fail("failed", "rows.f32 is missing in %s", dir);
  j->row_count = values / j->shape.features;
  if (j->target_width) {
    j->targets = read_floats(dir, "plan.targets.f32", &values);
    if (values != j->row_count * j->target_width) fail("failed", "plan.targets.f32 does not fit rows.f32 in %s", dir);
  }
}
