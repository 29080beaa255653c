/*
 * The one program of a lab's pods, static and small.
 *   pod                        waits for its end (the pause container)
 *   pod serve tcp:80 udp:53 …  answers what comes with what came, on both families
 *   pod try MS tcp/ADDRESS/PORT …    asks all at once; a line each, `yes` or `no`; exits 0 if all answered, 1 if not
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 256
static const char WORD[] = "osg\n";

static void end(int signal) {
  (void)signal;
  _exit(0);
}

static int listening(int type, int port) {
  struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  int one = 1, off = 0, fd = socket(AF_INET6, type, 0);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (fd < 0 || bind(fd, (void *)&any, sizeof any) != 0 || (type == SOCK_STREAM && listen(fd, 64) != 0)) {
    perror("listen");
    exit(1);
  }
  return fd;
}

static int serve(int many, char **what) {
  struct pollfd fds[MOST];
  int stream[MOST];
  if (many > MOST) return 2;
  for (int i = 0; i < many; i++) {
    stream[i] = strncmp(what[i], "tcp:", 4) == 0;
    fds[i] = (struct pollfd){.fd = listening(stream[i] ? SOCK_STREAM : SOCK_DGRAM, atoi(what[i] + 4)), .events = POLLIN};
  }
  printf("serving\n");
  fflush(stdout);
  for (;;) {
    poll(fds, many, -1);
    for (int i = 0; i < many; i++) {
      if (!(fds[i].revents & POLLIN)) continue;
      if (stream[i]) {
        int peer = accept(fds[i].fd, NULL, NULL);
        if (peer < 0) continue;
        if (write(peer, WORD, sizeof WORD - 1) < 0) perror("write");
        close(peer);
      } else {
        char text[64];
        struct sockaddr_in6 from;
        socklen_t size = sizeof from;
        ssize_t n = recvfrom(fds[i].fd, text, sizeof text, 0, (void *)&from, &size);
        if (n >= 0) sendto(fds[i].fd, text, n, 0, (void *)&from, size);
      }
    }
  }
}

/* A socket on its way to `udp/10.0.0.1/53`, or -1. */
static int towards(const char *what) {
  char address[64];
  int port, udp = strncmp(what, "udp/", 4) == 0;
  if (sscanf(what + 4, "%63[^/]/%d", address, &port) != 2) return -1;
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
  int six = strchr(address, ':') != NULL;
  if (inet_pton(six ? AF_INET6 : AF_INET, address, six ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr) != 1) return -1;
  int fd = socket(six ? AF_INET6 : AF_INET, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK, 0);
  int failed = connect(fd, six ? (void *)&v6 : (void *)&v4, six ? sizeof v6 : sizeof v4);
  if (failed && errno != EINPROGRESS) return -1;
  if (udp && send(fd, WORD, sizeof WORD - 1, 0) < 0) return -1;
  return fd;
}

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int attempt(int ms, int many, char **what) {
  struct pollfd fds[MOST];
  int answered[MOST] = {0}, open = many, good = 0;
  long end = now() + ms, left;
  char text[8];
  if (many > MOST) return 2;
  for (int i = 0; i < many; i++) {
    fds[i] = (struct pollfd){.fd = towards(what[i]), .events = POLLIN};
    if (fds[i].fd < 0) open--;
  }
  while (open > 0 && (left = end - now()) > 0 && poll(fds, many, left) > 0)
    for (int i = 0; i < many; i++) {
      if (fds[i].fd < 0 || fds[i].revents == 0) continue;
      answered[i] = recv(fds[i].fd, text, sizeof text, 0) > 0;
      close(fds[i].fd);
      fds[i].fd = -1;
      open--;
    }
  for (int i = 0; i < many; i++) {
    good += answered[i];
    puts(answered[i] ? "yes" : "no");
  }
  return good == many ? 0 : 1;
}

int main(int argc, char **argv) {
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGPIPE, SIG_IGN);
  if (argc == 1)
    for (;;) pause();
  if (strcmp(argv[1], "serve") == 0) return serve(argc - 2, argv + 2);
  if (strcmp(argv[1], "try") == 0 && argc > 2) return attempt(atoi(argv[2]), argc - 3, argv + 3);
  fprintf(stderr, "usage: pod [serve tcp:PORT …|try MS tcp/ADDRESS/PORT …]\n");
  return 2;
}
