/* SPDX-License-Identifier: Apache-2.0
 *
 * flow-load CLIENT_NETNS SERVER_NETNS udp|tcp RATE COUNT THREADS ADDRESS[,ADDRESS…]: COUNT short flows from one network namespace to
 * servers in another, RATE a second, or as fast as the threads can. Each has servers of its own and both ends of its flows: a packet
 * passes all namespaces on its way inside the system call that sends it, so that nothing is lost for want of a processor, and
 * nothing has to be waited for.
 *   udp  a query from a new port and its answer
 *   tcp  connect, accept, a byte each way, close; either side closes first in turn
 * Prints {"done","failed","seconds","cpuSeconds"}; the last with all that the kernel did for it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_SERVERS = 64, MAX_THREADS = 16, FIRST_PORT = 1024, PORTS = 64511, PORT = 53, PATIENCE_MS = 2000 };

static struct sockaddr_in servers[MAX_SERVERS];
static int sockets[MAX_SERVERS];
static unsigned count, threads;
static double begin, rate;
static int tcp;
static const char *client_netns;

struct work {
	pthread_t thread;
	unsigned number;
	unsigned long total, done, failed;
};

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

/* The flow's server, one of the thread's own. */
static unsigned server_of(const struct work *w, unsigned long n)
{
	return w->number + threads * (n / PORTS % (count / threads));
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

static int query(const struct work *w, unsigned long n)
{
	unsigned server = server_of(w, n);
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

static int connection(const struct work *w, unsigned long n)
{
	unsigned server = server_of(w, n);
	int fd = client(SOCK_STREAM, n), far = -1, ok = 0;
	struct timeval patience = { .tv_sec = PATIENCE_MS / 1000 };
	char byte = 1;

	if (fd < 0)
		return 0;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (void *)&servers[server], sizeof(servers[0])))
		goto out;
	/* It has the listener's patience. */
	far = accept4(sockets[server], 0, 0, SOCK_CLOEXEC);
	ok = far >= 0 && send(fd, &byte, 1, 0) == 1 && recv(far, &byte, 1, 0) == 1 && send(far, &byte, 1, 0) == 1 &&
	     recv(fd, &byte, 1, 0) == 1;
out:
	if (n & 1 && far >= 0) {
		close(far);
		far = -1;
		ok = ok && !recv(fd, &byte, 1, 0);
	}
	close(fd);
	if (far >= 0) {
		ok = ok && !recv(far, &byte, 1, 0);
		close(far);
	}
	return ok;
}

static void *run(void *argument)
{
	struct work *w = argument;

	enter(client_netns);
	for (unsigned long n = 0; n < w->total; n++) {
		double ahead = n * threads / rate - (now() - begin);

		if (ahead > 0.001)
			usleep(ahead * 1e6);
		if (tcp ? connection(w, n) : query(w, n))
			w->done++;
		/* What never works is told soon. */
		else if (++w->failed == 1000)
			break;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct timeval patience = { .tv_sec = PATIENCE_MS / 1000 };
	static struct work work[MAX_THREADS];
	unsigned long done = 0, failed = 0, total;
	struct rusage usage;
	double seconds;
	int one = 1;

	if (argc != 8)
		die("usage");
	client_netns = argv[1];
	tcp = !strcmp(argv[3], "tcp");
	rate = atof(argv[4]);
	total = strtoul(argv[5], 0, 10);
	threads = atoi(argv[6]);
	enter(argv[2]);
	for (char *text = strtok(argv[7], ","); text && count < MAX_SERVERS; text = strtok(0, ","), count++) {
		servers[count] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(PORT) };
		if (inet_pton(AF_INET, text, &servers[count].sin_addr) != 1)
			die(text);
		sockets[count] = socket(AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
		setsockopt(sockets[count], SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
		setsockopt(sockets[count], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		if (bind(sockets[count], (void *)&servers[count], sizeof(servers[0])) || (tcp && listen(sockets[count], 64)))
			die("bind");
	}
	if (!threads || threads > MAX_THREADS || threads > count)
		die("threads");
	begin = now();
	for (unsigned i = 0; i < threads; i++) {
		work[i].number = i;
		work[i].total = total / threads + (i < total % threads);
		if (pthread_create(&work[i].thread, NULL, run, &work[i]))
			die("thread");
	}
	for (unsigned i = 0; i < threads; i++) {
		pthread_join(work[i].thread, NULL);
		done += work[i].done;
		failed += work[i].failed;
	}
	seconds = now() - begin;
	getrusage(RUSAGE_SELF, &usage);
	printf("{\"done\":%lu,\"failed\":%lu,\"seconds\":%.3f,\"cpuSeconds\":%.3f}\n", done, failed, seconds,
	       usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
	return 0;
}
