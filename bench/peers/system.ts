/** What the systems that are compared have in common. */
import type { Path } from './path.js';

/** One allowance: from a range of addresses to port 8080. Rules do not overlap. */
export interface PeerRule {
  /** IPv4 CIDR. */
  readonly prefix: string;
  readonly protocol: 'tcp' | 'udp';
}

/** The port that every rule allows, and the one that none does. */
export const OPEN_PORT = 8080;
export const OTHER_PORT = 8081;

/**
 * One way to enforce rules between a client and a server, on the router between them. Replies of what the rules allow
 * pass; all else from client to server is dropped.
 */
export interface System {
  readonly name: string;
  /** System packages whose commands it uses. */
  readonly needs: readonly Need[];
  /** False: allows everything. */
  readonly enforces: boolean;
  /** Once, on a path of its own: hooks and an empty rule set, which denies everything. */
  setup(path: Path): Promise<void>;
  /**
   * Puts the rules into the form that the system takes. What it returns is what is timed: from no rules to these, resolving
   * when they are in force.
   */
  prepare(rules: readonly PeerRule[]): () => Promise<void>;
  /** From any rules to none. */
  clear(): Promise<void>;
  /** One rule more; resolves when it is in force. */
  add(rule: PeerRule): Promise<void>;
  remove(rule: PeerRule): Promise<void>;
  /** Forgets the flows it tracks. */
  forget(): Promise<void>;
  /** How many packets it counted as denied so far, if it counts them exactly. */
  denied?(): number;
  /** Deny records that its live reader got, if it has one. */
  readonly records?: number;
  teardown(): Promise<void>;
}

export interface Need {
  readonly command: string;
  /** Debian package. */
  readonly package: string;
}
