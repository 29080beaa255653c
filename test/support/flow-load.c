/* SPDX-License-Identifier: Apache-2.0
 *
 * flow-load CLIENT_NETNS SERVER_NETNS udp|tcp RATE COUNT ADDRESS[,ADDRESS…]: COUNT short flows from one network namespace to servers
 * in another, RATE a second, or as fast as one thread can. Both ends are in that thread: a packet passes all namespaces on its
 * way inside the system call that sends it, so that nothing is lost for want of a processor.
 *   udp  a query from a new port and its answer
 *   tcp  connect, accept, a byte each way, close; either side closes first in turn
 * Prints {"done","failed","seconds"}. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_SERVERS = 64, FIRST_PORT = 1024, PORTS = 64511, PORT = 53, PATIENCE_MS = 2000 };

static struct sockaddr_in servers[MAX_SERVERS];
static int sockets[MAX_SERVERS];
static unsigned count;

static void die(const char *what)
{
	fprintf(stderr, "flow-load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void enter(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, PATIENCE_MS) == 1;
}

/* A client socket with the next port; the same port comes again after PORTS flows, to another server. */
static int client(int type, unsigned long n)
{
	struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(FIRST_PORT + n % PORTS) };
	int one = 1, fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (void *)&own, sizeof(own))) {
		close(fd);
		return -1;
	}
	return fd;
}

static int query(unsigned long n)
{
	unsigned server = n / PORTS % count;
	struct sockaddr_in from;
	socklen_t length = sizeof(from);
	char byte[4] = "osg";
	int fd = client(SOCK_DGRAM, n), ok = 0;

	if (fd < 0)
		return 0;
	if (connect(fd, (void *)&servers[server], sizeof(servers[0])) || send(fd, byte, 4, 0) != 4)
		goto out;
	if (!readable(sockets[server]) || recvfrom(sockets[server], byte, 4, 0, (void *)&from, &length) != 4)
		goto out;
	sendto(sockets[server], byte, 4, 0, (void *)&from, length);
	ok = readable(fd) && recv(fd, byte, 4, 0) == 4;
out:
	close(fd);
	return ok;
}

static int connection(unsigned long n)
{
	unsigned server = n / PORTS % count;
	int fd = client(SOCK_STREAM, n), far = -1, ok = 0;
	struct timeval patience = { .tv_sec = PATIENCE_MS / 1000 };
	char byte = 1;

	if (fd < 0)
		return 0;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (void *)&servers[server], sizeof(servers[0])) || !readable(sockets[server]))
		goto out;
	far = accept4(sockets[server], 0, 0, SOCK_CLOEXEC);
	if (far < 0 || send(fd, &byte, 1, 0) != 1 || !readable(far) || recv(far, &byte, 1, 0) != 1)
		goto out;
	ok = send(far, &byte, 1, 0) == 1 && readable(fd) && recv(fd, &byte, 1, 0) == 1;
out:
	if (n & 1 && far >= 0) {
		close(far);
		far = -1;
		ok = ok && readable(fd) && !recv(fd, &byte, 1, 0);
	}
	close(fd);
	if (far >= 0) {
		ok = ok && readable(far) && !recv(far, &byte, 1, 0);
		close(far);
	}
	return ok;
}

int main(int argc, char **argv)
{
	unsigned long n, done = 0, failed = 0, total;
	double begin, rate;
	int tcp, one = 1;

	if (argc != 7)
		die("usage");
	tcp = !strcmp(argv[3], "tcp");
	rate = atof(argv[4]);
	total = strtoul(argv[5], 0, 10);
	enter(argv[2]);
	for (char *text = strtok(argv[6], ","); text && count < MAX_SERVERS; text = strtok(0, ","), count++) {
		servers[count] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(PORT) };
		if (inet_pton(AF_INET, text, &servers[count].sin_addr) != 1)
			die(text);
		sockets[count] = socket(AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
		setsockopt(sockets[count], SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
		if (bind(sockets[count], (void *)&servers[count], sizeof(servers[0])) || (tcp && listen(sockets[count], 64)))
			die("bind");
	}
	enter(argv[1]);
	begin = now();
	for (n = 0; n < total; n++) {
		double ahead = n / rate - (now() - begin);

		if (ahead > 0.001)
			usleep(ahead * 1e6);
		if (tcp ? connection(n) : query(n))
			done++;
		/* What never works is told soon. */
		else if (++failed == 1000)
			break;
	}
	printf("{\"done\":%lu,\"failed\":%lu,\"seconds\":%.3f}\n", done, failed, now() - begin);
	return 0;
}
