/** Constants of the kernel that the native addon's users need. Import them from `binding.js`. */

/** enum bpf_map_type of linux/bpf.h, as far as it is used. */
export enum MapType {
  Hash = 1,
  Array = 2,
  PercpuHash = 5,
  PercpuArray = 6,
  LruHash = 9,
  LruPercpuHash = 10,
  LpmTrie = 11,
  ArrayOfMaps = 12,
  HashOfMaps = 13,
  Ringbuf = 27,
}

/** enum bpf_attach_type, as far as it is used. */
export enum AttachType {
  CgroupInetIngress = 0,
  CgroupInetEgress = 1,
  Xdp = 37,
  Netfilter = 45,
  TcxIngress = 46,
  TcxEgress = 47,
}

/** enum bpf_prog_type, as far as it is used. */
export enum ProgramType {
  SocketFilter = 1,
  SchedCls = 3,
  Xdp = 6,
  CgroupSkb = 8,
  Netfilter = 32,
}

/** NFPROTO_… of linux/netfilter.h. */
export enum NetfilterFamily {
  IPv4 = 2,
  IPv6 = 10,
}

/** NF_INET_… of linux/netfilter.h, as far as it is used. */
export enum NetfilterHook {
  LocalIn = 1,
  PostRouting = 4,
}

/** Update flags: any, only if absent (else `EEXIST`), only if present (else `ENOENT`). */
export const BPF_ANY = 0;
export const BPF_NOEXIST = 1;
export const BPF_EXIST = 2;
/** Map flags. */
export const BPF_F_NO_PREALLOC = 1;
export const BPF_F_RDONLY_PROG = 1 << 7;
export const BPF_F_MMAPABLE = 1 << 10;
export const BPF_F_INNER_MAP = 1 << 12;
/** Link flag: ahead of the relative program, or of all if none is named (tcx). */
export const BPF_F_BEFORE = 1 << 3;
/** sizeof(struct __sk_buff), the context of tc programs in test runs. */
export const SK_BUFF_SIZE = 192;
/** Offsets of fields in struct __sk_buff that a test run may set. */
export const SkBuff = {
  mark: 8,
  priority: 32,
  ingressIfindex: 36,
  ifindex: 40,
  cb: 48,
  tstamp: 152,
  wireLen: 160,
  gsoSegs: 164,
  gsoSize: 176,
} as const;
