/* SPDX-License-Identifier: Apache-2.0
 *
 * The packets that `traffic` sends by itself: IPv4 with the beginning of a TCP flow, or a datagram. */
#pragma once
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <string.h>

struct packet {
	struct iphdr ip;
	union {
		struct tcphdr tcp;
		struct udphdr udp;
	};
};

static __u16 checksum(const struct packet *p)
{
	__u16 words[(sizeof(p->tcp) + 8) / 2];
	__u32 sum = htons(IPPROTO_TCP) + htons(sizeof(p->tcp));

	memcpy(words, &p->ip.saddr, 8);
	memcpy(words + 4, &p->tcp, sizeof(p->tcp));
	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return ~((sum & 0xffff) + (sum >> 16));
}

/* A SYN or a datagram without data; the kernel fills in the IP checksum. Returns its length. */
static unsigned fill(struct packet *p, int protocol, in_addr_t source, in_addr_t destination, int sport, int dport,
		     unsigned sequence)
{
	unsigned length = sizeof(p->ip) + (protocol == IPPROTO_TCP ? sizeof(p->tcp) : sizeof(p->udp));

	memset(p, 0, sizeof(*p));
	p->ip = (struct iphdr){ .version = 4, .ihl = 5, .ttl = 64, .protocol = protocol, .tot_len = htons(length),
				.id = htons(1), .saddr = source, .daddr = destination };
	if (protocol == IPPROTO_TCP) {
		p->tcp = (struct tcphdr){ .source = htons(sport), .dest = htons(dport), .seq = htonl(sequence),
					  .doff = 5, .syn = 1, .window = htons(64240) };
		p->tcp.check = checksum(p);
	} else {
		p->udp = (struct udphdr){ .source = htons(sport), .dest = htons(dport), .len = htons(sizeof(p->udp)) };
	}
	return length;
}
