/*
 * Steps a model with native MuJoCo, for comparison: native-steps MODEL.xml START
 *
 * START is a text file with the start of qpos. Each joint with a motor is held against gravity as the controller of the
 * simulator does it, by its bias force. Then, for each line "N" on standard input, N steps are done and a line
 * "CPU-seconds" is printed; "0" ends it. The first line printed is MuJoCo's version.
 */
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <time.h>

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void step(const mjModel *m, mjData *d) {
  mj_step1(m, d);
  for (int i = 0; i < m->nu; i++) {
    int dof = m->jnt_dofadr[m->actuator_trnid[2 * i]];
    d->qfrc_applied[dof] = d->qfrc_bias[dof];
  }
  mj_step2(m, d);
}

static int read_start(const mjModel *m, mjData *d, const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  int i = 0;
  while (i < m->nq && fscanf(file, "%lf", &d->qpos[i]) == 1) i++;
  fclose(file);
  return i == m->nq;
}

int main(int argc, char **argv) {
  char error[1000] = "";
  if (argc != 3) return 2;
  mjModel *m = mj_loadXML(argv[1], NULL, error, sizeof error);
  if (!m) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  mjData *d = mj_makeData(m);
  if (!read_start(m, d, argv[2])) {
    fprintf(stderr, "the start has not %d numbers\n", (int)m->nq);
    return 1;
  }
  printf("%s\n", mj_versionString());
  fflush(stdout);
  long count;
  while (scanf("%ld", &count) == 1 && count > 0) {
    double from = cpu_seconds();
    for (long i = 0; i < count; i++) step(m, d);
    printf("%.9f\n", cpu_seconds() - from);
    fflush(stdout);
  }
  mj_deleteData(d);
  mj_deleteModel(m);
  return 0;
}
