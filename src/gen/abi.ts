// Code generated from the BTF of bpf/abi by npm run gen. DO NOT EDIT.

/** Where a field lies: bytes from the start of its struct; `size` of the whole field, `count` elements of `type` if an array. */
export interface AbiField {
  readonly offset: number;
  readonly size: number;
  /** u8…u64, i8…i64, the name of a struct, or bytes. */
  readonly type: string;
  readonly count?: number;
}

export interface AbiStruct {
  readonly size: number;
  readonly fields: Readonly<Record<string, AbiField>>;
}

/** Values by their C names. */
export interface AbiEnum {
  readonly size: number;
  readonly values: Readonly<Record<string, number>>;
}

export const OSG_LAYOUT_VERSION = 4;

/** enum osg_addition_kind */
export const OsgAdditionKind = {
  SLOT: 0,
  REASON: 1,
  ACCOUNT: 2,
} as const;
export type OsgAdditionKind = (typeof OsgAdditionKind)[keyof typeof OsgAdditionKind];

/** enum osg_arena_magic */
export const OsgArenaMagic = {
  MAGIC: 1330857793,
} as const;
export type OsgArenaMagic = (typeof OsgArenaMagic)[keyof typeof OsgArenaMagic];

/** enum osg_arena_sizes */
export const OsgArenaSizes = {
  LINE_BYTES: 64,
  LINE_WORDS: 16,
  UNIT_BYTES: 16,
  LINE_UNITS: 4,
} as const;
export type OsgArenaSizes = (typeof OsgArenaSizes)[keyof typeof OsgArenaSizes];

/** enum osg_conntrack_limits */
export const OsgConntrackLimits = {
  CT_ENTRIES: 32768,
  CT_SHARDS: 16,
  HANDSHAKES: 1024,
  CONVERSATION_SETS: 256,
  CONVERSATION_WAYS: 4,
  CT_SHARE: 4,
  CT_UDP_STREAM_MS: 2000,
  CT_PLAUSIBLE: 8388608,
  CT_TIME_SHIFT: 22,
  CT_ROOM_MS: 100,
  EPHEMERAL_PORTS: 32768,
} as const;
export type OsgConntrackLimits = (typeof OsgConntrackLimits)[keyof typeof OsgConntrackLimits];

/** enum osg_ct_closed */
export const OsgCtClosed = {
  ACKED: 8,
  SEEN: 32,
} as const;
export type OsgCtClosed = (typeof OsgCtClosed)[keyof typeof OsgCtClosed];

/** enum osg_ct_flags */
export const OsgCtFlags = {
  RECOVERED: 1,
  MORE: 2,
  NUMBERED: 4,
  CONTESTED: 8,
  SCALE_SHIFT: 4,
} as const;
export type OsgCtFlags = (typeof OsgCtFlags)[keyof typeof OsgCtFlags];

/** enum osg_ct_insert_flags */
export const OsgCtInsertFlags = {
  OVER_QUOTA: 1,
  REPLACE: 2,
  UNUSED: 4,
  JUDGE: 8,
} as const;
export type OsgCtInsertFlags = (typeof OsgCtInsertFlags)[keyof typeof OsgCtInsertFlags];

/** enum osg_ct_insert_result */
export const OsgCtInsertResult = {
  DONE: 0,
  EXISTS: 1,
  FULL: 2,
  NO_ENDPOINT: 3,
  DENIED: 4,
} as const;
export type OsgCtInsertResult = (typeof OsgCtInsertResult)[keyof typeof OsgCtInsertResult];

/** enum osg_ct_judged */
export const OsgCtJudged = {
  SLOT_MASK: 268435455,
  LIMITED: 268435456,
  REVOKED: 536870912,
  ORIGINAL_EGRESS: 1073741824,
  FROM_NODE: 2147483648,
} as const;
export type OsgCtJudged = (typeof OsgCtJudged)[keyof typeof OsgCtJudged];

/** enum osg_ct_state */
export const OsgCtState = {
  NEW: 1,
  SYN_RECEIVED: 2,
  ESTABLISHED: 3,
  HALF_CLOSED: 4,
  CLOSING: 5,
  RESET: 6,
  ANSWERED: 7,
  STATE_MASK: 7,
} as const;
export type OsgCtState = (typeof OsgCtState)[keyof typeof OsgCtState];

/** enum osg_decision_flags */
export const OsgDecisionFlags = {
  STARTED: 1,
  CROWDED: 2,
  SERVICE: 4,
  OFFLOADED: 8,
} as const;
export type OsgDecisionFlags = (typeof OsgDecisionFlags)[keyof typeof OsgDecisionFlags];

/** enum osg_direction */
export const OsgDirection = {
  INGRESS: 0,
  EGRESS: 1,
} as const;
export type OsgDirection = (typeof OsgDirection)[keyof typeof OsgDirection];

/** enum osg_endpoint_flags */
export const OsgEndpointFlags = {
  INGRESS_RESTRICTED: 1,
  EGRESS_RESTRICTED: 2,
  HAS_V4: 4,
  HAS_V6: 8,
  HAS_MAC: 16,
  DHCP_CLIENT: 32,
  INGRESS_TRIED: 64,
  EGRESS_TRIED: 128,
  CANDIDATE: 256,
} as const;
export type OsgEndpointFlags = (typeof OsgEndpointFlags)[keyof typeof OsgEndpointFlags];

/** enum osg_event_kind */
export const OsgEventKind = {
  FIRST: 0,
  ROLLUP: 1,
  UNLISTED: 2,
} as const;
export type OsgEventKind = (typeof OsgEventKind)[keyof typeof OsgEventKind];

/** enum osg_event_limits */
export const OsgEventLimits = {
  RING_BYTES: 8388608,
  WAKE_BYTES: 65536,
  FLOWS: 32768,
  FLOWS_PER_ENDPOINT: 4096,
  REASONS: 24,
  RATE: 500,
  BURST: 1000,
} as const;
export type OsgEventLimits = (typeof OsgEventLimits)[keyof typeof OsgEventLimits];

/** enum osg_event_verdict */
export const OsgEventVerdict = {
  DENY: 0,
  WOULD_DENY: 1,
  WOULD_ALLOW: 2,
  VERDICT_MASK: 15,
  TRIAL: 16,
  UNCONFIRMED: 32,
  CUT: 64,
  TRIAL_MASK: 112,
} as const;
export type OsgEventVerdict = (typeof OsgEventVerdict)[keyof typeof OsgEventVerdict];

/** enum osg_fragment_limits */
export const OsgFragmentLimits = {
  FRAGMENTS: 64,
  FRAGMENT_RUNS: 32,
} as const;
export type OsgFragmentLimits = (typeof OsgFragmentLimits)[keyof typeof OsgFragmentLimits];

/** enum osg_fragment_state */
export const OsgFragmentState = {
  AHEAD: 1,
  ALLOWED: 2,
  DENIED: 3,
} as const;
export type OsgFragmentState = (typeof OsgFragmentState)[keyof typeof OsgFragmentState];

/** enum osg_key_word */
export const OsgKeyWord = {
  ADDRESS: 0,
  PORT: 4,
  CLASS: 5,
  WORDS: 8,
} as const;
export type OsgKeyWord = (typeof OsgKeyWord)[keyof typeof OsgKeyWord];

/** enum osg_limits */
export const OsgLimits = {
  MAX_ENDPOINTS: 4096,
  TABLE_MAX_STEPS: 40,
  CHAIN_MAX_STEPS: 16,
} as const;
export type OsgLimits = (typeof OsgLimits)[keyof typeof OsgLimits];

/** enum osg_node */
export const OsgNode = {
  CELL: 0,
  CHAIN: 1,
  INNER: 2,
  LEAF: 3,
  HALF: 4,
  RANGE: 5,
  EXACT: 6,
  CLASS: 7,
} as const;
export type OsgNode = (typeof OsgNode)[keyof typeof OsgNode];

/** enum osg_node_limits */
export const OsgNodeLimits = {
  ADDRESSES: 65536,
} as const;
export type OsgNodeLimits = (typeof OsgNodeLimits)[keyof typeof OsgNodeLimits];

/** enum osg_packet_flags */
export const OsgPacketFlags = {
  FRAGMENT_FIRST: 1,
  ICMP_ERROR: 2,
  MULTICAST: 4,
  FRAGMENT_LATER: 8,
  BEGINS: 16,
  NO_PAYLOAD: 32,
} as const;
export type OsgPacketFlags = (typeof OsgPacketFlags)[keyof typeof OsgPacketFlags];

/** enum osg_reason */
export const OsgReason = {
  NONE: 0,
  RULE_ALLOW: 1,
  DEFAULT_ALLOW: 2,
  REPLY: 3,
  RELATED: 4,
  RECOVERED: 5,
  NEIGHBOUR: 6,
  NODE: 7,
  DHCP: 8,
  SERVICE: 9,
  HAIRPIN: 10,
  RULE_DENY: 32,
  DEFAULT_DENY: 33,
  NO_POLICY: 34,
  STALE_FLOW: 35,
  STATE_FULL: 36,
  SERVICE_PARTIAL: 37,
  UNTRANSLATED: 38,
  TRUNCATED: 64,
  BAD_HEADER: 65,
  ETHERTYPE: 66,
  VLAN: 67,
  FRAGMENT: 68,
  EXTENSION_HEADER: 69,
  SPOOFED_ADDRESS: 70,
  SPOOFED_MAC: 71,
  NEIGHBOUR_SPOOF: 72,
  ROUTER_ADVERT: 73,
  DHCP_SERVER: 74,
  MAPPED_ADDRESS: 75,
  ADDRESS_FAMILY: 76,
  ICMP_ERROR: 77,
  TABLE: 78,
  LINK_CHATTER: 79,
  MAX: 96,
} as const;
export type OsgReason = (typeof OsgReason)[keyof typeof OsgReason];

/** enum osg_ref_bits */
export const OsgRefBits = {
  REF_NODE_SHIFT: 29,
  REF_WORD_SHIFT: 26,
  REF_UNIT_MASK: 67108863,
  CELL_ALLOW: 268435456,
  CELL_SLOT_MASK: 268435455,
} as const;
export type OsgRefBits = (typeof OsgRefBits)[keyof typeof OsgRefBits];

/** enum osg_revision_flags */
export const OsgRevisionFlags = {
  PROBES: 1,
} as const;
export type OsgRevisionFlags = (typeof OsgRevisionFlags)[keyof typeof OsgRevisionFlags];

/** enum osg_service_limits */
export const OsgServiceLimits = {
  PAGE_BACKENDS: 16,
  PAGES: 64,
  SERVICE_PAGES: 65536,
  NEAR_PAGES: 1024,
} as const;
export type OsgServiceLimits = (typeof OsgServiceLimits)[keyof typeof OsgServiceLimits];

/** enum osg_services_flags */
export const OsgServicesFlags = {
  DEFERRED: 1,
} as const;
export type OsgServicesFlags = (typeof OsgServicesFlags)[keyof typeof OsgServicesFlags];

/** enum osg_sweep_mode */
export const OsgSweepMode = {
  EXPIRED: 0,
  FLUSH: 1,
  CONVERSATIONS: 2,
  CLOCK: 3,
  ROOM: 4,
  RECOUNT: 5,
} as const;
export type OsgSweepMode = (typeof OsgSweepMode)[keyof typeof OsgSweepMode];

/** enum osg_tag */
export const OsgTag = {
  INDEX_MASK: 4095,
  KIND_MASK: 61440,
  JUDGED: 20480,
  DEFERRED: 40960,
} as const;
export type OsgTag = (typeof OsgTag)[keyof typeof OsgTag];

/** enum osg_verdict */
export const OsgVerdict = {
  DENY: 0,
  ALLOW: 1,
} as const;
export type OsgVerdict = (typeof OsgVerdict)[keyof typeof OsgVerdict];

/** struct osg_addition */
export const OsgAddition = {
  size: 40,
  fields: {
    kind: { offset: 0, size: 4, type: 'u32' },
    index: { offset: 4, size: 4, type: 'u32' },
    amounts: { offset: 8, size: 32, type: 'u64', count: 4 },
  },
} as const satisfies AbiStruct;

/** struct osg_backend */
export const OsgBackend = {
  size: 20,
  fields: {
    address: { offset: 0, size: 16, type: 'u32', count: 4 },
    port: { offset: 16, size: 2, type: 'u16' },
    reserved: { offset: 18, size: 2, type: 'u16' },
  },
} as const satisfies AbiStruct;

/** struct osg_bucket */
export const OsgBucket = {
  size: 32,
  fields: {
    ifindex: { offset: 0, size: 16, type: 'u32', count: 4 },
    endpoint: { offset: 16, size: 16, type: 'u32', count: 4 },
  },
} as const satisfies AbiStruct;

/** struct osg_clock */
export const OsgClock = {
  size: 24,
  fields: {
    jiffies: { offset: 0, size: 8, type: 'u64' },
    tai_ns: { offset: 8, size: 8, type: 'u64' },
    boot_ns: { offset: 16, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** struct osg_conversation */
export const OsgConversation = {
  size: 64,
  fields: {
    peer: { offset: 0, size: 16, type: 'u32', count: 4 },
    generation: { offset: 16, size: 4, type: 'u32' },
    kind: { offset: 20, size: 4, type: 'u32' },
    port: { offset: 24, size: 2, type: 'u16' },
    reserved: { offset: 26, size: 2, type: 'u16' },
    slot: { offset: 28, size: 4, type: 'u32' },
    first_s: { offset: 32, size: 4, type: 'u32' },
    last_s: { offset: 36, size: 4, type: 'u32' },
    flows: { offset: 40, size: 8, type: 'u64' },
    packets: { offset: 48, size: 8, type: 'u64' },
    bytes: { offset: 56, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** struct osg_conversation_set */
export const OsgConversationSet = {
  size: 256,
  fields: {
    way: { offset: 0, size: 256, type: 'osg_conversation', count: 4 },
  },
} as const satisfies AbiStruct;

/** struct osg_ct_account */
export const OsgCtAccount = {
  size: 40,
  fields: {
    created: { offset: 0, size: 8, type: 'u64' },
    removed: { offset: 8, size: 8, type: 'u64' },
    state_full: { offset: 16, size: 8, type: 'u64' },
    room_ns: { offset: 24, size: 8, type: 'u64' },
    room_table: { offset: 32, size: 4, type: 'u32' },
    revoked: { offset: 36, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_ct_entry */
export const OsgCtEntry = {
  size: 40,
  fields: {
    deadline: { offset: 0, size: 4, type: 'u32' },
    revision: { offset: 4, size: 4, type: 'u32' },
    judged: { offset: 8, size: 4, type: 'u32' },
    check: { offset: 12, size: 4, type: 'u32' },
    created: { offset: 16, size: 4, type: 'u32' },
    acked: { offset: 20, size: 4, type: 'u32' },
    next: { offset: 24, size: 4, type: 'u32' },
    fin: { offset: 28, size: 8, type: 'u32', count: 2 },
    window: { offset: 36, size: 2, type: 'u16' },
    state: { offset: 38, size: 1, type: 'u8' },
    flags: { offset: 39, size: 1, type: 'u8' },
  },
} as const satisfies AbiStruct;

/** struct osg_ct_insertion */
export const OsgCtInsertion = {
  size: 104,
  fields: {
    key: { offset: 0, size: 40, type: 'osg_ct_key' },
    entry: { offset: 40, size: 40, type: 'osg_ct_entry' },
    generation: { offset: 80, size: 4, type: 'u32' },
    ifindex: { offset: 84, size: 4, type: 'u32' },
    known_deadline: { offset: 88, size: 4, type: 'u32' },
    flags: { offset: 92, size: 4, type: 'u32' },
    result: { offset: 96, size: 4, type: 'u32' },
    reserved: { offset: 100, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_ct_key */
export const OsgCtKey = {
  size: 40,
  fields: {
    own: { offset: 0, size: 16, type: 'u32', count: 4 },
    peer: { offset: 16, size: 16, type: 'u32', count: 4 },
    own_port: { offset: 32, size: 2, type: 'u16' },
    peer_port: { offset: 34, size: 2, type: 'u16' },
    endpoint: { offset: 36, size: 2, type: 'u16' },
    protocol: { offset: 38, size: 1, type: 'u8' },
    family: { offset: 39, size: 1, type: 'u8' },
  },
} as const satisfies AbiStruct;

/** struct osg_ct_node */
export const OsgCtNode = {
  size: 64,
  fields: {
    seed: { offset: 0, size: 32, type: 'u64', count: 4 },
    shared: { offset: 32, size: 8, type: 'u64' },
    more: { offset: 40, size: 8, type: 'u64' },
    reserved: { offset: 48, size: 16, type: 'u64', count: 2 },
  },
} as const satisfies AbiStruct;

/** struct osg_decision */
export const OsgDecision = {
  size: 24,
  fields: {
    slot: { offset: 0, size: 4, type: 'u32' },
    audit_slot: { offset: 4, size: 4, type: 'u32' },
    valid_until_ns: { offset: 8, size: 8, type: 'u64' },
    verdict: { offset: 16, size: 1, type: 'u8' },
    audit_verdict: { offset: 17, size: 1, type: 'u8' },
    found: { offset: 18, size: 1, type: 'u8' },
    flags: { offset: 19, size: 1, type: 'u8' },
    other: { offset: 20, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_deny_control */
export const OsgDenyControl = {
  size: 88,
  fields: {
    interval_ns: { offset: 0, size: 8, type: 'u64' },
    burst_ns: { offset: 8, size: 8, type: 'u64' },
    now_ns: { offset: 16, size: 8, type: 'u64' },
    rollup_ns: { offset: 24, size: 8, type: 'u64' },
    idle_ns: { offset: 32, size: 8, type: 'u64' },
    limit: { offset: 40, size: 8, type: 'u64' },
    flows: { offset: 48, size: 8, type: 'u64' },
    emitted: { offset: 56, size: 8, type: 'u64' },
    deferred: { offset: 64, size: 8, type: 'u64' },
    pending: { offset: 72, size: 8, type: 'u64' },
    deleted: { offset: 80, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** struct osg_deny_endpoint */
export const OsgDenyEndpoint = {
  size: 472,
  fields: {
    next_ns: { offset: 0, size: 8, type: 'u64' },
    reported: { offset: 8, size: 8, type: 'u64' },
    suppressed: { offset: 16, size: 8, type: 'u64' },
    lost: { offset: 24, size: 8, type: 'u64' },
    denied: { offset: 32, size: 384, type: 'u64', count: 48 },
    would_deny: { offset: 416, size: 16, type: 'u64', count: 2 },
    would_allow: { offset: 432, size: 16, type: 'u64', count: 2 },
    denied_bytes: { offset: 448, size: 16, type: 'u64', count: 2 },
    flows: { offset: 464, size: 4, type: 'u32' },
    reserved: { offset: 468, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_deny_flow */
export const OsgDenyFlow = {
  size: 88,
  fields: {
    packets: { offset: 0, size: 8, type: 'u64' },
    bytes: { offset: 8, size: 8, type: 'u64' },
    first_ns: { offset: 16, size: 8, type: 'u64' },
    last_ns: { offset: 24, size: 8, type: 'u64' },
    reported_ns: { offset: 32, size: 8, type: 'u64' },
    own: { offset: 40, size: 16, type: 'u32', count: 4 },
    revision: { offset: 56, size: 4, type: 'u32' },
    sport: { offset: 60, size: 2, type: 'u16' },
    tcp_flags: { offset: 62, size: 1, type: 'u8' },
    reserved: { offset: 63, size: 1, type: 'u8' },
    service: { offset: 64, size: 20, type: 'osg_service' },
    reserved2: { offset: 84, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_deny_key */
export const OsgDenyKey = {
  size: 36,
  fields: {
    peer: { offset: 0, size: 16, type: 'u32', count: 4 },
    slot: { offset: 16, size: 4, type: 'u32' },
    generation: { offset: 20, size: 4, type: 'u32' },
    endpoint: { offset: 24, size: 2, type: 'u16' },
    port: { offset: 26, size: 2, type: 'u16' },
    protocol: { offset: 28, size: 1, type: 'u8' },
    reason: { offset: 29, size: 1, type: 'u8' },
    direction: { offset: 30, size: 1, type: 'u8' },
    verdict: { offset: 31, size: 1, type: 'u8' },
    family: { offset: 32, size: 1, type: 'u8' },
    service: { offset: 33, size: 3, type: 'u8', count: 3 },
  },
} as const satisfies AbiStruct;

/** struct osg_deny_record */
export const OsgDenyRecord = {
  size: 112,
  fields: {
    src: { offset: 0, size: 16, type: 'u32', count: 4 },
    dst: { offset: 16, size: 16, type: 'u32', count: 4 },
    packets: { offset: 32, size: 8, type: 'u64' },
    bytes: { offset: 40, size: 8, type: 'u64' },
    first_ns: { offset: 48, size: 8, type: 'u64' },
    last_ns: { offset: 56, size: 8, type: 'u64' },
    slot: { offset: 64, size: 4, type: 'u32' },
    generation: { offset: 68, size: 4, type: 'u32' },
    revision: { offset: 72, size: 4, type: 'u32' },
    endpoint: { offset: 76, size: 2, type: 'u16' },
    sport: { offset: 78, size: 2, type: 'u16' },
    dport: { offset: 80, size: 2, type: 'u16' },
    family: { offset: 82, size: 1, type: 'u8' },
    protocol: { offset: 83, size: 1, type: 'u8' },
    tcp_flags: { offset: 84, size: 1, type: 'u8' },
    direction: { offset: 85, size: 1, type: 'u8' },
    verdict: { offset: 86, size: 1, type: 'u8' },
    reason: { offset: 87, size: 1, type: 'u8' },
    kind: { offset: 88, size: 1, type: 'u8' },
    reserved: { offset: 89, size: 1, type: 'u8' },
    service_port: { offset: 90, size: 2, type: 'u16' },
    service: { offset: 92, size: 16, type: 'u32', count: 4 },
    reserved2: { offset: 108, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_endpoint */
export const OsgEndpoint = {
  size: 64,
  fields: {
    ifindex: { offset: 0, size: 4, type: 'u32' },
    index: { offset: 4, size: 4, type: 'u32' },
    generation: { offset: 8, size: 4, type: 'u32' },
    flags: { offset: 12, size: 4, type: 'u32' },
    rules: { offset: 16, size: 16, type: 'u32', count: 4 },
    sources: { offset: 32, size: 8, type: 'u32', count: 2 },
    own: { offset: 40, size: 8, type: 'u32', count: 2 },
    identity: { offset: 48, size: 4, type: 'u32' },
    candidate: { offset: 52, size: 4, type: 'u32' },
    unit: { offset: 56, size: 4, type: 'u32' },
    reserved: { offset: 60, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_endpoint_state */
export const OsgEndpointState = {
  size: 48,
  fields: {
    recover_until_ns: { offset: 0, size: 16, type: 'u64', count: 2 },
    icmp_error_next_ns: { offset: 16, size: 8, type: 'u64' },
    generation: { offset: 24, size: 4, type: 'u32' },
    restricted: { offset: 28, size: 4, type: 'u32' },
    holder: { offset: 32, size: 8, type: 'u64' },
    ifindex: { offset: 40, size: 4, type: 'u32' },
    reserved: { offset: 44, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_fragment */
export const OsgFragment = {
  size: 180,
  fields: {
    who: { offset: 0, size: 44, type: 'osg_fragment_id' },
    state: { offset: 44, size: 2, type: 'u16' },
    end: { offset: 46, size: 2, type: 'u16' },
    runs: { offset: 48, size: 4, type: 'u32' },
    run: { offset: 52, size: 128, type: 'u32', count: 32 },
  },
} as const satisfies AbiStruct;

/** struct osg_fragment_id */
export const OsgFragmentId = {
  size: 44,
  fields: {
    src: { offset: 0, size: 16, type: 'u32', count: 4 },
    dst: { offset: 16, size: 16, type: 'u32', count: 4 },
    id: { offset: 32, size: 4, type: 'u32' },
    generation: { offset: 36, size: 4, type: 'u32' },
    family: { offset: 40, size: 1, type: 'u8' },
    protocol: { offset: 41, size: 1, type: 'u8' },
    direction: { offset: 42, size: 1, type: 'u8' },
    reserved: { offset: 43, size: 1, type: 'u8' },
  },
} as const satisfies AbiStruct;

/** struct osg_identity */
export const OsgIdentity = {
  size: 64,
  fields: {
    own_v6: { offset: 0, size: 16, type: 'u32', count: 4 },
    own_v4: { offset: 16, size: 4, type: 'u32' },
    own_v4_count: { offset: 20, size: 4, type: 'u32' },
    own_v6_count: { offset: 24, size: 4, type: 'u32' },
    mac: { offset: 28, size: 6, type: 'u8', count: 6 },
    reserved: { offset: 34, size: 2, type: 'u16' },
    reserved2: { offset: 36, size: 28, type: 'u32', count: 7 },
  },
} as const satisfies AbiStruct;

/** struct osg_node_address */
export const OsgNodeAddress = {
  size: 20,
  fields: {
    address: { offset: 0, size: 16, type: 'u32', count: 4 },
    family: { offset: 16, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_packet */
export const OsgPacket = {
  size: 52,
  fields: {
    src: { offset: 0, size: 16, type: 'u32', count: 4 },
    dst: { offset: 16, size: 16, type: 'u32', count: 4 },
    sport: { offset: 32, size: 2, type: 'u16' },
    dport: { offset: 34, size: 2, type: 'u16' },
    family: { offset: 36, size: 1, type: 'u8' },
    protocol: { offset: 37, size: 1, type: 'u8' },
    tcp_flags: { offset: 38, size: 1, type: 'u8' },
    flags: { offset: 39, size: 1, type: 'u8' },
    length: { offset: 40, size: 4, type: 'u32' },
    segments: { offset: 44, size: 4, type: 'u32' },
    l4_offset: { offset: 48, size: 2, type: 'u16' },
    reserved: { offset: 50, size: 2, type: 'u16' },
  },
} as const satisfies AbiStruct;

/** struct osg_reason_counter */
export const OsgReasonCounter = {
  size: 16,
  fields: {
    packets: { offset: 0, size: 8, type: 'u64' },
    bytes: { offset: 8, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** struct osg_revision */
export const OsgRevision = {
  size: 64,
  fields: {
    revision: { offset: 0, size: 8, type: 'u64' },
    digest: { offset: 8, size: 8, type: 'u64' },
    buckets: { offset: 16, size: 4, type: 'u32' },
    bucket_mask: { offset: 20, size: 4, type: 'u32' },
    bucket_multiplier: { offset: 24, size: 4, type: 'u32' },
    trial: { offset: 28, size: 4, type: 'u32' },
    class_v4: { offset: 32, size: 4, type: 'u32' },
    class_v6: { offset: 36, size: 4, type: 'u32' },
    node_v4: { offset: 40, size: 4, type: 'u32' },
    node_v6: { offset: 44, size: 4, type: 'u32' },
    flags: { offset: 48, size: 4, type: 'u32' },
    slots: { offset: 52, size: 4, type: 'u32' },
    unit: { offset: 56, size: 4, type: 'u32' },
    services: { offset: 60, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_root */
export const OsgRoot = {
  size: 64,
  fields: {
    magic: { offset: 0, size: 4, type: 'u32' },
    layout: { offset: 4, size: 4, type: 'u32' },
    lines: { offset: 8, size: 4, type: 'u32' },
    revision: { offset: 12, size: 4, type: 'u32' },
    tai_offset_ns: { offset: 16, size: 8, type: 'u64' },
    tick_offset_ns: { offset: 24, size: 8, type: 'u64' },
    tick_ns: { offset: 32, size: 4, type: 'u32' },
    reserved: { offset: 36, size: 4, type: 'u32' },
    instance: { offset: 40, size: 8, type: 'u64' },
    reserved2: { offset: 48, size: 16, type: 'u32', count: 4 },
  },
} as const satisfies AbiStruct;

/** struct osg_service */
export const OsgService = {
  size: 20,
  fields: {
    address: { offset: 0, size: 16, type: 'u32', count: 4 },
    port: { offset: 16, size: 2, type: 'u16' },
    reserved: { offset: 18, size: 2, type: 'u16' },
  },
} as const satisfies AbiStruct;

/** struct osg_service_page */
export const OsgServicePage = {
  size: 328,
  fields: {
    count: { offset: 0, size: 4, type: 'u32' },
    reserved: { offset: 4, size: 4, type: 'u32' },
    backends: { offset: 8, size: 320, type: 'osg_backend', count: 16 },
  },
} as const satisfies AbiStruct;

/** struct osg_service_page_key */
export const OsgServicePageKey = {
  size: 24,
  fields: {
    address: { offset: 0, size: 16, type: 'u32', count: 4 },
    page: { offset: 16, size: 4, type: 'u32' },
    port: { offset: 20, size: 2, type: 'u16' },
    protocol: { offset: 22, size: 1, type: 'u8' },
    family: { offset: 23, size: 1, type: 'u8' },
  },
} as const satisfies AbiStruct;

/** struct osg_service_state */
export const OsgServiceState = {
  size: 24,
  fields: {
    judged: { offset: 0, size: 8, type: 'u64' },
    untagged: { offset: 8, size: 8, type: 'u64' },
    offloaded: { offset: 16, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** struct osg_services */
export const OsgServices = {
  size: 16,
  fields: {
    refs: { offset: 0, size: 8, type: 'u32', count: 2 },
    flags: { offset: 8, size: 4, type: 'u32' },
    reserved: { offset: 12, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_settings */
export const OsgSettings = {
  size: 136,
  fields: {
    tcp_new_ns: { offset: 0, size: 8, type: 'u64' },
    tcp_established_ns: { offset: 8, size: 8, type: 'u64' },
    tcp_half_closed_ns: { offset: 16, size: 8, type: 'u64' },
    tcp_closing_ns: { offset: 24, size: 8, type: 'u64' },
    tcp_reset_ns: { offset: 32, size: 8, type: 'u64' },
    udp_new_ns: { offset: 40, size: 8, type: 'u64' },
    udp_answered_ns: { offset: 48, size: 8, type: 'u64' },
    udp_stream_ns: { offset: 56, size: 8, type: 'u64' },
    sctp_new_ns: { offset: 64, size: 8, type: 'u64' },
    sctp_established_ns: { offset: 72, size: 8, type: 'u64' },
    icmp_ns: { offset: 80, size: 8, type: 'u64' },
    revoked_ns: { offset: 88, size: 8, type: 'u64' },
    fragment_ns: { offset: 96, size: 8, type: 'u64' },
    icmp_error_interval_ns: { offset: 104, size: 8, type: 'u64' },
    icmp_error_burst_ns: { offset: 112, size: 8, type: 'u64' },
    sample_mask: { offset: 120, size: 4, type: 'u32' },
    ct_guaranteed: { offset: 124, size: 4, type: 'u32' },
    ct_shared: { offset: 128, size: 4, type: 'u32' },
    reserved: { offset: 132, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_slot_counter */
export const OsgSlotCounter = {
  size: 32,
  fields: {
    packets: { offset: 0, size: 8, type: 'u64' },
    bytes: { offset: 8, size: 8, type: 'u64' },
    last_hit_ns: { offset: 16, size: 8, type: 'u64' },
    audit_packets: { offset: 24, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** struct osg_sockets_of */
export const OsgSocketsOf = {
  size: 8,
  fields: {
    netns: { offset: 0, size: 4, type: 'u32' },
    generation: { offset: 4, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_step */
export const OsgStep = {
  size: 16,
  fields: {
    until_ns: { offset: 0, size: 8, type: 'u64' },
    cell: { offset: 8, size: 4, type: 'u32' },
    audit: { offset: 12, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_sweep */
export const OsgSweep = {
  size: 48,
  fields: {
    mode: { offset: 0, size: 4, type: 'u32' },
    endpoint: { offset: 4, size: 4, type: 'u32' },
    until_ns: { offset: 8, size: 8, type: 'u64' },
    now_ns: { offset: 16, size: 8, type: 'u64' },
    generation: { offset: 24, size: 4, type: 'u32' },
    table: { offset: 28, size: 4, type: 'u32' },
    seen: { offset: 32, size: 4, type: 'u32' },
    live: { offset: 36, size: 4, type: 'u32' },
    deleted: { offset: 40, size: 4, type: 'u32' },
    error: { offset: 44, size: 4, type: 'u32' },
  },
} as const satisfies AbiStruct;

/** struct osg_trial */
export const OsgTrial = {
  size: 64,
  fields: {
    until_ns: { offset: 0, size: 8, type: 'u64' },
    id: { offset: 8, size: 8, type: 'u64' },
    laid_ms: { offset: 16, size: 8, type: 'u64' },
    before: { offset: 24, size: 24, type: 'osg_trial_counts' },
    reserved: { offset: 48, size: 16, type: 'u64', count: 2 },
  },
} as const satisfies AbiStruct;

/** struct osg_trial_counts */
export const OsgTrialCounts = {
  size: 24,
  fields: {
    judged: { offset: 0, size: 8, type: 'u64' },
    denied: { offset: 8, size: 8, type: 'u64' },
    allowed: { offset: 16, size: 8, type: 'u64' },
  },
} as const satisfies AbiStruct;

/** Everything above by its C name: to be compared with the BTF of a loaded object. */
export const ABI_LAYOUT = {
  structs: {
    osg_addition: OsgAddition,
    osg_backend: OsgBackend,
    osg_bucket: OsgBucket,
    osg_clock: OsgClock,
    osg_conversation: OsgConversation,
    osg_conversation_set: OsgConversationSet,
    osg_ct_account: OsgCtAccount,
    osg_ct_entry: OsgCtEntry,
    osg_ct_insertion: OsgCtInsertion,
    osg_ct_key: OsgCtKey,
    osg_ct_node: OsgCtNode,
    osg_decision: OsgDecision,
    osg_deny_control: OsgDenyControl,
    osg_deny_endpoint: OsgDenyEndpoint,
    osg_deny_flow: OsgDenyFlow,
    osg_deny_key: OsgDenyKey,
    osg_deny_record: OsgDenyRecord,
    osg_endpoint: OsgEndpoint,
    osg_endpoint_state: OsgEndpointState,
    osg_fragment: OsgFragment,
    osg_fragment_id: OsgFragmentId,
    osg_identity: OsgIdentity,
    osg_node_address: OsgNodeAddress,
    osg_packet: OsgPacket,
    osg_reason_counter: OsgReasonCounter,
    osg_revision: OsgRevision,
    osg_root: OsgRoot,
    osg_service: OsgService,
    osg_service_page: OsgServicePage,
    osg_service_page_key: OsgServicePageKey,
    osg_service_state: OsgServiceState,
    osg_services: OsgServices,
    osg_settings: OsgSettings,
    osg_slot_counter: OsgSlotCounter,
    osg_sockets_of: OsgSocketsOf,
    osg_step: OsgStep,
    osg_sweep: OsgSweep,
    osg_trial: OsgTrial,
    osg_trial_counts: OsgTrialCounts,
  },
  enums: {
    osg_addition_kind: {
      size: 4,
      values: {
        OSG_ADD_SLOT: 0,
        OSG_ADD_REASON: 1,
        OSG_ADD_ACCOUNT: 2,
      },
    },
    osg_arena_magic: {
      size: 4,
      values: {
        OSG_ARENA_MAGIC: 1330857793,
      },
    },
    osg_arena_sizes: {
      size: 4,
      values: {
        OSG_LINE_BYTES: 64,
        OSG_LINE_WORDS: 16,
        OSG_UNIT_BYTES: 16,
        OSG_LINE_UNITS: 4,
      },
    },
    osg_conntrack_limits: {
      size: 4,
      values: {
        OSG_CT_ENTRIES: 32768,
        OSG_CT_SHARDS: 16,
        OSG_HANDSHAKES: 1024,
        OSG_CONVERSATION_SETS: 256,
        OSG_CONVERSATION_WAYS: 4,
        OSG_CT_SHARE: 4,
        OSG_CT_UDP_STREAM_MS: 2000,
        OSG_CT_PLAUSIBLE: 8388608,
        OSG_CT_TIME_SHIFT: 22,
        OSG_CT_ROOM_MS: 100,
        OSG_EPHEMERAL_PORTS: 32768,
      },
    },
    osg_ct_closed: {
      size: 4,
      values: {
        OSG_CT_FIN_ACKED: 8,
        OSG_CT_FIN_SEEN: 32,
      },
    },
    osg_ct_flags: {
      size: 4,
      values: {
        OSG_CT_RECOVERED: 1,
        OSG_CT_MORE: 2,
        OSG_CT_NUMBERED: 4,
        OSG_CT_CONTESTED: 8,
        OSG_CT_SCALE_SHIFT: 4,
      },
    },
    osg_ct_insert_flags: {
      size: 4,
      values: {
        OSG_CT_INSERT_OVER_QUOTA: 1,
        OSG_CT_INSERT_REPLACE: 2,
        OSG_CT_INSERT_UNUSED: 4,
        OSG_CT_INSERT_JUDGE: 8,
      },
    },
    osg_ct_insert_result: {
      size: 4,
      values: {
        OSG_CT_INSERT_DONE: 0,
        OSG_CT_INSERT_EXISTS: 1,
        OSG_CT_INSERT_FULL: 2,
        OSG_CT_INSERT_NO_ENDPOINT: 3,
        OSG_CT_INSERT_DENIED: 4,
      },
    },
    osg_ct_judged: {
      size: 4,
      values: {
        OSG_CT_SLOT_MASK: 268435455,
        OSG_CT_LIMITED: 268435456,
        OSG_CT_REVOKED: 536870912,
        OSG_CT_ORIGINAL_EGRESS: 1073741824,
        OSG_CT_FROM_NODE: 2147483648,
      },
    },
    osg_ct_state: {
      size: 4,
      values: {
        OSG_CT_NEW: 1,
        OSG_CT_SYN_RECEIVED: 2,
        OSG_CT_ESTABLISHED: 3,
        OSG_CT_HALF_CLOSED: 4,
        OSG_CT_CLOSING: 5,
        OSG_CT_RESET: 6,
        OSG_CT_ANSWERED: 7,
        OSG_CT_STATE_MASK: 7,
      },
    },
    osg_decision_flags: {
      size: 4,
      values: {
        OSG_DECISION_STARTED: 1,
        OSG_DECISION_CROWDED: 2,
        OSG_DECISION_SERVICE: 4,
        OSG_DECISION_OFFLOADED: 8,
      },
    },
    osg_direction: {
      size: 4,
      values: {
        OSG_INGRESS: 0,
        OSG_EGRESS: 1,
      },
    },
    osg_endpoint_flags: {
      size: 4,
      values: {
        OSG_ENDPOINT_INGRESS_RESTRICTED: 1,
        OSG_ENDPOINT_EGRESS_RESTRICTED: 2,
        OSG_ENDPOINT_HAS_V4: 4,
        OSG_ENDPOINT_HAS_V6: 8,
        OSG_ENDPOINT_HAS_MAC: 16,
        OSG_ENDPOINT_DHCP_CLIENT: 32,
        OSG_ENDPOINT_INGRESS_TRIED: 64,
        OSG_ENDPOINT_EGRESS_TRIED: 128,
        OSG_ENDPOINT_CANDIDATE: 256,
      },
    },
    osg_event_kind: {
      size: 4,
      values: {
        OSG_EVENT_FIRST: 0,
        OSG_EVENT_ROLLUP: 1,
        OSG_EVENT_UNLISTED: 2,
      },
    },
    osg_event_limits: {
      size: 4,
      values: {
        OSG_DENY_RING_BYTES: 8388608,
        OSG_DENY_WAKE_BYTES: 65536,
        OSG_DENY_FLOWS: 32768,
        OSG_DENY_FLOWS_PER_ENDPOINT: 4096,
        OSG_DENY_REASONS: 24,
        OSG_DENY_RATE: 500,
        OSG_DENY_BURST: 1000,
      },
    },
    osg_event_verdict: {
      size: 4,
      values: {
        OSG_EVENT_DENY: 0,
        OSG_EVENT_WOULD_DENY: 1,
        OSG_EVENT_WOULD_ALLOW: 2,
        OSG_EVENT_VERDICT_MASK: 15,
        OSG_EVENT_TRIAL: 16,
        OSG_EVENT_UNCONFIRMED: 32,
        OSG_EVENT_CUT: 64,
        OSG_EVENT_TRIAL_MASK: 112,
      },
    },
    osg_fragment_limits: {
      size: 4,
      values: {
        OSG_FRAGMENTS: 64,
        OSG_FRAGMENT_RUNS: 32,
      },
    },
    osg_fragment_state: {
      size: 4,
      values: {
        OSG_FRAGMENT_AHEAD: 1,
        OSG_FRAGMENT_ALLOWED: 2,
        OSG_FRAGMENT_DENIED: 3,
      },
    },
    osg_key_word: {
      size: 4,
      values: {
        OSG_KEY_ADDRESS: 0,
        OSG_KEY_PORT: 4,
        OSG_KEY_CLASS: 5,
        OSG_KEY_WORDS: 8,
      },
    },
    osg_limits: {
      size: 4,
      values: {
        OSG_MAX_ENDPOINTS: 4096,
        OSG_TABLE_MAX_STEPS: 40,
        OSG_CHAIN_MAX_STEPS: 16,
      },
    },
    osg_node: {
      size: 4,
      values: {
        OSG_NODE_CELL: 0,
        OSG_NODE_CHAIN: 1,
        OSG_NODE_INNER: 2,
        OSG_NODE_LEAF: 3,
        OSG_NODE_HALF: 4,
        OSG_NODE_RANGE: 5,
        OSG_NODE_EXACT: 6,
        OSG_NODE_CLASS: 7,
      },
    },
    osg_node_limits: {
      size: 4,
      values: {
        OSG_NODE_ADDRESSES: 65536,
      },
    },
    osg_packet_flags: {
      size: 4,
      values: {
        OSG_PKT_FRAGMENT_FIRST: 1,
        OSG_PKT_ICMP_ERROR: 2,
        OSG_PKT_MULTICAST: 4,
        OSG_PKT_FRAGMENT_LATER: 8,
        OSG_PKT_BEGINS: 16,
        OSG_PKT_NO_PAYLOAD: 32,
      },
    },
    osg_reason: {
      size: 4,
      values: {
        OSG_REASON_NONE: 0,
        OSG_REASON_RULE_ALLOW: 1,
        OSG_REASON_DEFAULT_ALLOW: 2,
        OSG_REASON_REPLY: 3,
        OSG_REASON_RELATED: 4,
        OSG_REASON_RECOVERED: 5,
        OSG_REASON_NEIGHBOUR: 6,
        OSG_REASON_NODE: 7,
        OSG_REASON_DHCP: 8,
        OSG_REASON_SERVICE: 9,
        OSG_REASON_HAIRPIN: 10,
        OSG_REASON_RULE_DENY: 32,
        OSG_REASON_DEFAULT_DENY: 33,
        OSG_REASON_NO_POLICY: 34,
        OSG_REASON_STALE_FLOW: 35,
        OSG_REASON_STATE_FULL: 36,
        OSG_REASON_SERVICE_PARTIAL: 37,
        OSG_REASON_UNTRANSLATED: 38,
        OSG_REASON_TRUNCATED: 64,
        OSG_REASON_BAD_HEADER: 65,
        OSG_REASON_ETHERTYPE: 66,
        OSG_REASON_VLAN: 67,
        OSG_REASON_FRAGMENT: 68,
        OSG_REASON_EXTENSION_HEADER: 69,
        OSG_REASON_SPOOFED_ADDRESS: 70,
        OSG_REASON_SPOOFED_MAC: 71,
        OSG_REASON_NEIGHBOUR_SPOOF: 72,
        OSG_REASON_ROUTER_ADVERT: 73,
        OSG_REASON_DHCP_SERVER: 74,
        OSG_REASON_MAPPED_ADDRESS: 75,
        OSG_REASON_ADDRESS_FAMILY: 76,
        OSG_REASON_ICMP_ERROR: 77,
        OSG_REASON_TABLE: 78,
        OSG_REASON_LINK_CHATTER: 79,
        OSG_REASON_MAX: 96,
      },
    },
    osg_ref_bits: {
      size: 4,
      values: {
        OSG_REF_NODE_SHIFT: 29,
        OSG_REF_WORD_SHIFT: 26,
        OSG_REF_UNIT_MASK: 67108863,
        OSG_CELL_ALLOW: 268435456,
        OSG_CELL_SLOT_MASK: 268435455,
      },
    },
    osg_revision_flags: {
      size: 4,
      values: {
        OSG_REVISION_NODE_PROBES: 1,
      },
    },
    osg_service_limits: {
      size: 4,
      values: {
        OSG_PAGE_BACKENDS: 16,
        OSG_PAGES: 64,
        OSG_SERVICE_PAGES: 65536,
        OSG_NEAR_PAGES: 1024,
      },
    },
    osg_services_flags: {
      size: 4,
      values: {
        OSG_SERVICES_DEFERRED: 1,
      },
    },
    osg_sweep_mode: {
      size: 4,
      values: {
        OSG_SWEEP_EXPIRED: 0,
        OSG_SWEEP_FLUSH: 1,
        OSG_SWEEP_CONVERSATIONS: 2,
        OSG_SWEEP_CLOCK: 3,
        OSG_SWEEP_ROOM: 4,
        OSG_SWEEP_RECOUNT: 5,
      },
    },
    osg_tag: {
      size: 4,
      values: {
        OSG_TAG_INDEX_MASK: 4095,
        OSG_TAG_KIND_MASK: 61440,
        OSG_TAG_JUDGED: 20480,
        OSG_TAG_DEFERRED: 40960,
      },
    },
    osg_verdict: {
      size: 4,
      values: {
        OSG_DENY: 0,
        OSG_ALLOW: 1,
      },
    },
  },
} as const satisfies {
  readonly structs: Readonly<Record<string, AbiStruct>>;
  readonly enums: Readonly<Record<string, AbiEnum>>;
};
