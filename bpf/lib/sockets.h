/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Flows that no entry knows, since they began when nothing had to be tracked: the workload's own sockets tell. Asked only when a
 * packet would be dropped. A socket says that a flow exists, and who began it; whether it may go on the rules say. */
#ifndef OSG_LIB_SOCKETS_H
#define OSG_LIB_SOCKETS_H

#include "abi/sockets.h"
#include "lib/conntrack.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct osg_sockets_of);
} osg_sockets SEC(".maps");

/* Of linux/tcp_states.h */
enum osg_tcp_socket_state {
	OSG_SOCKET_ESTABLISHED = 1,
	OSG_SOCKET_FIN_WAIT1 = 4,
	OSG_SOCKET_FIN_WAIT2 = 5,
	OSG_SOCKET_CLOSE_WAIT = 8,
	OSG_SOCKET_LAST_ACK = 9,
	OSG_SOCKET_LISTEN = 10,
	OSG_SOCKET_CLOSING = 11,
};

/* The handshake is over: a SYN alone, whoever sent it, makes no such socket. */
static __always_inline bool osg_socket_lives(__u32 state)
{
	return state == OSG_SOCKET_ESTABLISHED || state == OSG_SOCKET_FIN_WAIT1 || state == OSG_SOCKET_FIN_WAIT2 ||
	       state == OSG_SOCKET_CLOSE_WAIT || state == OSG_SOCKET_LAST_ACK || state == OSG_SOCKET_CLOSING;
}

/* Is there a TCP connection that was begun in the original direction? One that was accepted has a listener beside it; where that
 * is gone, a port tells that no client gets. */
static __always_inline bool osg_socket_begun(OSG_CTX *ctx, __u32 netns, struct osg_socket *of, __u32 original)
{
	bool accepted;

	if (!osg_socket_lives(osg_tcp_socket(ctx, netns, of)))
		return false;
	accepted = of->own_port < OSG_EPHEMERAL_PORTS && of->own_port < of->peer_port;
	of->peer_port = 0;
	accepted |= osg_tcp_socket(ctx, netns, of) == OSG_SOCKET_LISTEN;
	return accepted == (original == OSG_INGRESS);
}

/* Asked when the rules of a packet's own direction deny it, and no entry is known. RECOVERED: a reply of a flow that is allowed; it
 * has an entry from now on. STATE_FULL, TABLE: dropped for that reason; NONE: as the rules say.
 * UDP: a socket of the workload that is connected to the peer waits for its answers; as long as an entry would live, had the
 * direction been restricted before. */
static __noinline int osg_socket_reply(OSG_CTX *ctx, const struct osg_run *run, const struct osg_frame *frame, __u32 dir)
{
	struct osg_settings *settings = osg_settings_get();
	const struct osg_packet *pkt = &frame->pkt;
	struct osg_endpoint_state *state;
	struct osg_decision decision;
	struct osg_sockets_of *sockets;
	struct osg_ct_key key;
	struct osg_socket flow;
	__u32 index, netns;
	int reason;

	if (!run->endpoint || !settings || (pkt->protocol != OSG_PROTO_TCP && (pkt->protocol != OSG_PROTO_UDP || dir != OSG_INGRESS)) ||
	    (pkt->protocol == OSG_PROTO_TCP && pkt->tcp_flags & (OSG_TCP_SYN | OSG_TCP_RST)))
		return OSG_REASON_NONE;
	index = run->endpoint->index;
	sockets = bpf_map_lookup_elem(&osg_sockets, &index);
	state = bpf_map_lookup_elem(&osg_endpoint_states, &index);
	if (!sockets || !state || !sockets->netns || sockets->generation != run->endpoint->generation)
		return OSG_REASON_NONE;
	netns = sockets->netns - 1;
	if (!osg_ct_key_of(&key, run, pkt, dir))
		return OSG_REASON_NONE;
	osg_ct_judge(run, &key, !dir, 0, &decision);
	if (decision.verdict != OSG_ALLOW)
		return OSG_REASON_NONE;
	flow = (struct osg_socket){ key.own, key.peer, key.own_port, key.peer_port, key.family };
	if (pkt->protocol == OSG_PROTO_TCP) {
		if (!osg_socket_begun(ctx, netns, &flow, !dir))
			return OSG_REASON_NONE;
	} else {
		if (osg_ct_now(run) >= OSG_READ_ONCE(state->recover_until_ns[dir & 1]) + settings->udp_stream_ns ||
		    !osg_udp_connected(ctx, netns, &flow))
			return OSG_REASON_NONE;
	}
	reason = osg_ct_recover(run, &key, &decision, osg_ct_how(!dir, OSG_CT_ESTABLISHED, OSG_CT_RECOVERED));
	if (reason == OSG_CT_EXISTS)
		return OSG_REASON_NONE;
	return reason ?: OSG_REASON_RECOVERED;
}

#endif
