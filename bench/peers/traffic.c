/* SPDX-License-Identifier: Apache-2.0
 *
 * traffic CLIENT ROUTER SERVER CPU: both ends of a path client – router – server, in one thread pinned to one CPU.
 * It holds sockets in the client's and the server's network namespace, so that a packet passes all three namespaces inside
 * the system call that sends it: no scheduler, no wake-up, no loss, and the thread's CPU time is what the packet cost.
 *
 * Commands come as lines on standard input; each is answered by one line of JSON:
 *   list NAME FILE            IPv4 addresses in network order, the sources that `blast` takes in turn
 *   blast tcp|udp LIST PORT COUNT MS   every packet a new flow: {"sent","received","cpu","wall"} (ns)
 *   probe tcp|udp SOURCE PORT TIMEOUT_MS  one packet after another until one arrives: {"tries","received","at"} (CLOCK_MONOTONIC)
 *   connect LIST MS           TCP connect, accept, close: {"done","failed","cpu","wall"}
 *   ping SOURCE COUNT         UDP round trips of one flow: {"done","failed","p50","p99"} (ns)
 *   flush                     forgets the router's conntrack entries
 * What arrives at SINK is counted by the sockets that it would reach and discarded there by a socket filter. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "traffic-packet.h"

enum { BATCH = 16, MAX_SOURCES = 1 << 16, MAX_PINGS = 1 << 16, LISTS = 4, SINKS = 4 };
/* A source port is used once in a blast: so all flows of a blast are distinct, whatever the list. */
enum { FIRST_PORT = 1024, PORTS = 64511 };

static const char *SERVER = "192.168.2.2", *SINK = "192.168.2.3";
static const int OPEN_PORT = 8080, OTHER_PORT = 8081;

struct list {
	char name[16];
	unsigned count;
	in_addr_t *sources;
};

static struct list lists[LISTS];
static int raw, sinks[SINKS], listener, echo, ping_socket = -1, netfilter;
static unsigned next_flow;

static void die(const char *what)
{
	fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int check(int result, const char *what)
{
	if (result < 0)
		die(what);
	return result;
}

static unsigned long long now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* Enters the namespace of /run/netns/NAME and returns its descriptor. */
static int enter(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = check(open(path, O_RDONLY | O_CLOEXEC), path);
	check(setns(fd, CLONE_NEWNET), path);
	return fd;
}

static struct sockaddr_in address(in_addr_t ip, int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = ip };
}

static int bound(int type, const char *ip, int port)
{
	struct sockaddr_in at = address(inet_addr(ip), port);
	int one = 1, fd = check(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");

	check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	check(bind(fd, (struct sockaddr *)&at, sizeof(at)), "bind");
	if ((type & 0xf) == SOCK_STREAM)
		check(listen(fd, 1024), "listen");
	return fd;
}

/* A socket that counts and discards what it gets. */
static int sink(int type, int port)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog filter = { .len = 1, .filter = &none };
	int fd = bound(type, SINK, port);

	check(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)), "SO_ATTACH_FILTER");
	return fd;
}

static unsigned sunk(void)
{
	__u32 info[SK_MEMINFO_VARS], sum = 0;

	for (int i = 0; i < SINKS; i++) {
		socklen_t size = sizeof(info);

		check(getsockopt(sinks[i], SOL_SOCKET, SO_MEMINFO, info, &size), "SO_MEMINFO");
		sum += info[SK_MEMINFO_DROPS];
	}
	return sum;
}

static const struct list *find(const char *name)
{
	for (int i = 0; i < LISTS; i++)
		if (lists[i].count > 0 && !strcmp(lists[i].name, name))
			return &lists[i];
	errno = ENOENT;
	die(name);
	return NULL;
}

static void load(const char *name, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct list *list = lists;

	if (!file)
		die(path);
	while (list < lists + LISTS - 1 && list->count > 0 && strcmp(list->name, name))
		list++;
	snprintf(list->name, sizeof(list->name), "%s", name);
	if (!list->sources)
		list->sources = calloc(MAX_SOURCES, sizeof(in_addr_t));
	list->count = fread(list->sources, sizeof(in_addr_t), MAX_SOURCES, file);
	fclose(file);
	printf("{\"count\":%u}\n", list->count);
}

static int protocol_of(const char *name)
{
	return strcmp(name, "tcp") ? IPPROTO_UDP : IPPROTO_TCP;
}

static void blast(const char *proto, const struct list *list, int dport, unsigned count, unsigned ms)
{
	static struct packet packets[BATCH];
	struct sockaddr_in to = address(inet_addr(SINK), 0);
	struct iovec parts[BATCH];
	struct mmsghdr messages[BATCH] = { 0 };
	unsigned sent = 0, before = sunk();
	unsigned long long wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID), end = wall + ms * 1000000ull;

	while (sent < count && now(CLOCK_MONOTONIC) < end) {
		unsigned n = count - sent < BATCH ? count - sent : BATCH;

		for (unsigned i = 0; i < n; i++, next_flow++) {
			parts[i].iov_base = &packets[i];
			parts[i].iov_len = fill(&packets[i], protocol_of(proto), list->sources[next_flow % list->count],
						inet_addr(SINK), FIRST_PORT + next_flow % PORTS, dport, next_flow);
			messages[i].msg_hdr = (struct msghdr){ .msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &parts[i],
							       .msg_iovlen = 1 };
		}
		int done = sendmmsg(raw, messages, n, 0);

		if (done < 0 && errno != ENOBUFS && errno != EPERM)
			die("sendmmsg");
		sent += done > 0 ? done : 0;
	}
	cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
	wall = now(CLOCK_MONOTONIC) - wall;
	printf("{\"sent\":%u,\"received\":%u,\"cpu\":%llu,\"wall\":%llu}\n", sent, sunk() - before, cpu, wall);
}

static void probe(const char *proto, in_addr_t source, int port, unsigned ms)
{
	struct sockaddr_in to = address(inet_addr(SINK), 0);
	unsigned before = sunk(), tries = 0, received;
	unsigned long long end = now(CLOCK_MONOTONIC) + ms * 1000000ull, at;

	do {
		struct packet packet;
		unsigned length = fill(&packet, protocol_of(proto), source, inet_addr(SINK),
				       FIRST_PORT + next_flow % PORTS, port, next_flow);

		next_flow++;
		check(sendto(raw, &packet, length, 0, (struct sockaddr *)&to, sizeof(to)), "sendto");
		tries++;
		received = sunk() - before;
		at = now(CLOCK_MONOTONIC);
	} while (received == 0 && at < end);
	printf("{\"tries\":%u,\"received\":%u,\"at\":%llu}\n", tries, received, at);
}

/* A client's socket, bound to any address: the client's namespace has a local route for all sources. */
static int dial(int type, in_addr_t source)
{
	struct sockaddr_in from = address(source, 0), to = address(inet_addr(SERVER), OPEN_PORT);
	struct timeval patience = { .tv_usec = 200000 };
	int one = 1, fd = check(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");

	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	check(bind(fd, (struct sockaddr *)&from, sizeof(from)), "bind to a source");
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void connections(const struct list *list, unsigned ms)
{
	unsigned done = 0, failed = 0;
	unsigned long long wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID), end = wall + ms * 1000000ull;

	while (now(CLOCK_MONOTONIC) < end && failed < 3) {
		int client = dial(SOCK_STREAM, list->sources[next_flow++ % list->count]), server = -1;

		if (client >= 0)
			server = accept(listener, NULL, NULL);
		if (server >= 0)
			done++;
		else
			failed++;
		if (client >= 0)
			close(client);
		if (server >= 0)
			close(server);
	}
	cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
	wall = now(CLOCK_MONOTONIC) - wall;
	printf("{\"done\":%u,\"failed\":%u,\"cpu\":%llu,\"wall\":%llu}\n", done, failed, cpu, wall);
}

static int ascending(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

static void ping(in_addr_t source, unsigned count)
{
	static unsigned times[MAX_PINGS];
	static in_addr_t current;
	unsigned done = 0, failed = 0;
	char data[64] = { 0 };

	/* The flow is the same every time, and begins before the clock does. */
	if (ping_socket < 0 || current != source) {
		if (ping_socket >= 0)
			close(ping_socket);
		ping_socket = check(dial(SOCK_DGRAM, source), "connect");
		current = source;
	}
	for (unsigned i = 0; i < count + 8 && failed < 3; i++) {
		struct sockaddr_in from;
		socklen_t size = sizeof(from);
		unsigned long long start = now(CLOCK_MONOTONIC);

		if (send(ping_socket, data, sizeof(data), 0) == sizeof(data) &&
		    recvfrom(echo, data, sizeof(data), 0, (struct sockaddr *)&from, &size) == sizeof(data) &&
		    sendto(echo, data, sizeof(data), 0, (struct sockaddr *)&from, size) == sizeof(data) &&
		    recv(ping_socket, data, sizeof(data), 0) == sizeof(data)) {
			if (i >= 8 && done < MAX_PINGS)
				times[done++] = now(CLOCK_MONOTONIC) - start;
		} else {
			failed++;
		}
	}
	qsort(times, done, sizeof(times[0]), ascending);
	printf("{\"done\":%u,\"failed\":%u,\"p50\":%u,\"p99\":%u}\n", done, failed, done ? times[done / 2] : 0,
	       done ? times[done - 1 - done / 100] : 0);
}

static void flush(void)
{
	struct {
		struct nlmsghdr header;
		struct nfgenmsg body;
	} request = { .header = { .nlmsg_len = sizeof(request), .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
				  .nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE },
		      .body = { .nfgen_family = AF_UNSPEC } };
	char answer[256];

	check(send(netfilter, &request, sizeof(request), 0), "flush conntrack");
	check(recv(netfilter, answer, sizeof(answer), 0), "flush conntrack");
	int error = ((struct nlmsgerr *)NLMSG_DATA(answer))->error;

	if (error != 0) {
		errno = -error;
		die("flush conntrack");
	}
	printf("{\"flushed\":true}\n");
}

static void serve(char *line)
{
	char *words[6] = { 0 }, *rest = NULL;
	int n = 0;

	for (char *word = strtok_r(line, " \n", &rest); word && n < 6; word = strtok_r(NULL, " \n", &rest))
		words[n++] = word;
	if (n == 3 && !strcmp(words[0], "list"))
		load(words[1], words[2]);
	else if (n == 6 && !strcmp(words[0], "blast"))
		blast(words[1], find(words[2]), atoi(words[3]), atoi(words[4]), atoi(words[5]));
	else if (n == 5 && !strcmp(words[0], "probe"))
		probe(words[1], inet_addr(words[2]), atoi(words[3]), atoi(words[4]));
	else if (n == 3 && !strcmp(words[0], "connect"))
		connections(find(words[1]), atoi(words[2]));
	else if (n == 3 && !strcmp(words[0], "ping"))
		ping(inet_addr(words[1]), atoi(words[2]));
	else if (n == 1 && !strcmp(words[0], "flush"))
		flush();
	else {
		errno = EINVAL;
		die(n > 0 ? words[0] : "empty command");
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[512];
	cpu_set_t cpus;
	struct timeval patience = { .tv_usec = 200000 };

	if (argc != 5) {
		fprintf(stderr, "usage: traffic CLIENT ROUTER SERVER CPU\n");
		return 2;
	}
	CPU_ZERO(&cpus);
	CPU_SET(atoi(argv[4]), &cpus);
	check(sched_setaffinity(0, sizeof(cpus), &cpus), "affinity");
	setpriority(PRIO_PROCESS, 0, -20); /* less noise where it is permitted */

	enter(argv[2]);
	netfilter = check(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER), "netlink");
	enter(argv[3]);
	sinks[0] = sink(SOCK_STREAM, OPEN_PORT);
	sinks[1] = sink(SOCK_DGRAM, OPEN_PORT);
	sinks[2] = sink(SOCK_STREAM, OTHER_PORT);
	sinks[3] = sink(SOCK_DGRAM, OTHER_PORT);
	listener = bound(SOCK_STREAM, SERVER, OPEN_PORT);
	echo = bound(SOCK_DGRAM, SERVER, OPEN_PORT);
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(echo, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	enter(argv[1]);
	raw = check(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW), "raw socket");

	printf("{\"ready\":true}\n");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin))
		serve(line);
	return 0;
}
