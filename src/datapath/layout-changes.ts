/** What fields of one name meant in earlier layout versions, and what new ones follow from. */

import type { LayoutChange } from '../ebpf/layout.js';
import { setUint } from '../ebpf/struct.js';
import { OsgConntrackLimits, OsgCtEntry, OsgCtFlags, OsgCtJudged, OsgCtKey } from '../gen/abi.js';

/** A moment of the tick clock in ns, as entries have it since version 3. */
const time = (ns: bigint): number => Number(((ns >> BigInt(OsgConntrackLimits.CT_TIME_SHIFT)) + 1n) & 0xffffffffn) || 1;

/** Of all versions so far. A struct that is named here is never shared between the versions that differ in it. */
export const LAYOUT_CHANGES: readonly LayoutChange[] = [
  {
    struct: 'osg_ct_key',
    since: 3,
    convert: (read, to, down) => {
      if (!down) setUint(to, OsgCtKey.fields.peer_port, Number(read('peer_port') | read('icmp_direction')));
    },
  },
  {
    // Its verdict became one word, its times are coarser; TCP's numbers, and what is closed by them, are learnt anew.
    struct: 'osg_ct_entry',
    since: 3,
    convert: (read, to, down) => {
      if (down) return;
      const e = OsgCtEntry.fields;
      const flags = Number(read('flags'));
      const judged =
        Number(read('slot')) +
        (read('revoked') === 0n ? 0 : OsgCtJudged.REVOKED) +
        (read('direction') === 0n ? 0 : OsgCtJudged.ORIGINAL_EGRESS) +
        ((flags & 1) === 0 ? 0 : OsgCtJudged.FROM_NODE);
      setUint(to, e.judged, judged);
      setUint(to, e.deadline, time(read('deadline_ns')));
      setUint(to, e.created, time(read('created_ns')));
      setUint(to, e.flags, (flags & 2) === 0 ? 0 : OsgCtFlags.RECOVERED);
      setUint(to, e.window, 0);
    },
  },
];
