// A container runtime as far as a CNI plugin sees it: starts the plugin, gives it the network configuration, reads its answer,
// waits for its end. A process of its own, small and without other work, so that only the plugin is timed.
//
//   runtime PLUGIN
//
// One line in, `ENVIRONMENT<tab>CONFIGURATION` with NAME=VALUE pairs separated by \x1f; one line out, `CODE MICROSECONDS OUTPUT`:
// from before the plugin's process exists to after its end.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char output[1 << 16];

static long now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 2) return fprintf(stderr, "usage: runtime PLUGIN\n"), 2;
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    char *config = strchr(line, '\t');
    if (config == NULL) return fprintf(stderr, "no tab in the line\n"), 2;
    *config++ = 0;
    char *env[32] = {0};
    int n = 0;
    for (char *pair = strtok(line, "\x1f"); pair != NULL && n < 31; pair = strtok(NULL, "\x1f")) env[n++] = pair;

    long began = now_us();
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) fail("pipe");
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in[0], 0);
    posix_spawn_file_actions_adddup2(&files, out[1], 1);
    pid_t pid;
    char *args[] = {argv[1], NULL};
    errno = posix_spawn(&pid, argv[1], &files, NULL, args, env);
    if (errno != 0) fail(argv[1]);
    posix_spawn_file_actions_destroy(&files);
    close(in[0]);
    close(out[1]);
    // A configuration is smaller than a pipe.
    if (write(in[1], config, strlen(config)) < 0) fail("write");
    close(in[1]);
    size_t size = 0;
    for (ssize_t got; (got = read(out[0], output + size, sizeof output - 1 - size)) > 0;) size += (size_t)got;
    close(out[0]);
    int status;
    if (waitpid(pid, &status, 0) != pid) fail("waitpid");
    long took = now_us() - began;
    output[size] = 0;
    for (char *c = output; *c; c++)
      if (*c == '\n') *c = ' ';
    printf("%d %ld %s\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128, took, output);
    fflush(stdout);
  }
  return 0;
}
