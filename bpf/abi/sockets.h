/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Where a workload's sockets are: what exists there when a direction becomes restricted goes on. docs/revocation.md. */
#ifndef OSG_ABI_SOCKETS_H
#define OSG_ABI_SOCKETS_H

#include "abi/types.h"

/* One element for each endpoint index. */
struct osg_sockets_of {
	__u32 netns;		/* id of the workload's network namespace in that of its interface, plus 1; 0: not known */
	__u32 generation;	/* of the index: an earlier holder's sockets say nothing */
};

#endif
