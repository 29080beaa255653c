// A pod's first instruction: sends datagrams as fast as it can, and counts those that come in, for so many milliseconds.
//   frames run MS PORT_IN PORT_OUT ADDRESS…   prints "sent N received N"
//   frames knock PORT_OUT ADDRESS…             one to each every half millisecond, until it is ended
//   frames count PORT [told]                   prints "ready", counts until standard input ends (told: until SIGTERM), prints "received N"
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// A UDP frame for us to that port.
static int counts(const uint8_t *frame, ssize_t length, uint16_t port) {
  const uint8_t *udp;
  uint16_t type;
  memcpy(&type, frame + 12, 2);
  if (type == htons(ETH_P_IP) && length >= 42 && frame[14 + 9] == IPPROTO_UDP)
    udp = frame + 14 + 4 * (frame[14] & 15);
  else if (type == htons(ETH_P_IPV6) && length >= 62 && frame[14 + 6] == IPPROTO_UDP)
    udp = frame + 54;
  else
    return 0;
  if (udp + 4 > frame + length) return 0;
  return udp[2] == port >> 8 && udp[3] == (port & 255);
}

static int tap(void) {
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL));
  int room = 64 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  return fd;
}

static uint64_t drain(int fd, uint16_t port) {
  uint8_t frame[2048];
  struct sockaddr_ll from;
  uint64_t found = 0;
  for (;;) {
    socklen_t size = sizeof from;
    ssize_t n = recvfrom(fd, frame, sizeof frame, 0, (struct sockaddr *)&from, &size);
    if (n < 0) return found;
    if (from.sll_pkttype != PACKET_OUTGOING && counts(frame, n, port)) found++;
  }
}

static volatile sig_atomic_t told;

static void end(int signal) {
  (void)signal;
  told = 1;
}

static int count(uint16_t port, int input) {
  int fd = tap();
  uint64_t received = 0;
  struct pollfd both[2] = {{fd, POLLIN, 0}, {input, POLLIN, 0}};
  struct sigaction action = {.sa_handler = end};
  sigaction(SIGTERM, &action, NULL);
  puts("ready");
  fflush(stdout);
  while (!told && !both[1].revents) {
    poll(both, 2, 20);
    received += drain(fd, port);
  }
  received += drain(fd, port);
  printf("received %llu\n", (unsigned long long)received);
  return 0;
}

static int knock(uint16_t port, char **targets) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  for (;;) {
    for (char **target = targets; *target; target++) {
      struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
      if (inet_pton(AF_INET, *target, &to.sin_addr) != 1) return 2;
      sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof to);
    }
    usleep(500);
  }
}

int main(int argc, char **argv) {
  if (argc >= 3 && strcmp(argv[1], "count") == 0) return count((uint16_t)atoi(argv[2]), argc > 3 ? -1 : STDIN_FILENO);
  if (argc > 3 && strcmp(argv[1], "knock") == 0) return knock((uint16_t)atoi(argv[2]), argv + 3);
  if (argc < 6 || strcmp(argv[1], "run") != 0) return 2;
  int64_t until = now_ms() + atoi(argv[2]);
  uint16_t in = (uint16_t)atoi(argv[3]), out = (uint16_t)atoi(argv[4]);
  int targets = argc - 5, fd = tap();
  int v4 = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), v6 = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  uint64_t sent = 0, received = 0;
  while (now_ms() < until) {
    for (int i = 0; i < targets; i++) {
      const char *text = argv[5 + i];
      struct sockaddr_in a4 = {.sin_family = AF_INET, .sin_port = htons(out)};
      struct sockaddr_in6 a6 = {.sin6_family = AF_INET6, .sin6_port = htons(out)};
      ssize_t n;
      if (inet_pton(AF_INET, text, &a4.sin_addr) == 1)
        n = sendto(v4, "x", 1, 0, (struct sockaddr *)&a4, sizeof a4);
      else if (inet_pton(AF_INET6, text, &a6.sin6_addr) == 1)
        n = sendto(v6, "x", 1, 0, (struct sockaddr *)&a6, sizeof a6);
      else
        return 2;
      if (n == 1) sent++;
    }
    received += drain(fd, in);
  }
  received += drain(fd, in);
  printf("sent %llu received %llu\n", (unsigned long long)sent, (unsigned long long)received);
  return 0;
}
