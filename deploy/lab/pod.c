/*
 * The one program of a lab's pods, static and small.
 *   pod                        waits for its end (the pause container)
 *   pod serve tcp:80 udp:53 …  answers what comes with what came, on both families
 *   pod try ADDRESS tcp|udp PORT MS  exits 0 if that answered, 1 if it did not
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 16
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

static int attempt(const char *address, int udp, int port, int ms) {
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
  int six = strchr(address, ':') != NULL;
  if (inet_pton(six ? AF_INET6 : AF_INET, address, six ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr) != 1) return 2;
  int fd = socket(six ? AF_INET6 : AF_INET, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK, 0);
  if (fd < 0) return 2;
  struct pollfd waiting = {.fd = fd, .events = POLLIN};
  char text[8];
  if (connect(fd, six ? (void *)&v6 : (void *)&v4, six ? sizeof v6 : sizeof v4) != 0 && errno != EINPROGRESS) return 1;
  if (udp && send(fd, WORD, sizeof WORD - 1, 0) < 0) return 1;
  if (poll(&waiting, 1, ms) != 1) return 1;
  return recv(fd, text, sizeof text, 0) > 0 ? 0 : 1;
}

int main(int argc, char **argv) {
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGPIPE, SIG_IGN);
  if (argc == 1)
    for (;;) pause();
  if (strcmp(argv[1], "serve") == 0) return serve(argc - 2, argv + 2);
  if (strcmp(argv[1], "try") == 0 && argc == 6) return attempt(argv[2], strcmp(argv[3], "udp") == 0, atoi(argv[4]), atoi(argv[5]));
  fprintf(stderr, "usage: pod [serve tcp:PORT …|try ADDRESS tcp|udp PORT MS]\n");
  return 2;
}
