/** Messages between the demo and the processes that play its workloads. */

export interface Target {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly address: string;
  /** Absent for ICMP echo. */
  readonly port?: number;
}

export type PodRequest =
  | { readonly type: 'listen'; readonly id: number; readonly protocol: 'tcp' | 'udp'; readonly port: number }
  /** One new conversation: send the token, wait for its echo. */
  | {
      readonly type: 'probe';
      readonly id: number;
      readonly token: string;
      readonly target: Target;
      readonly timeoutMs: number;
    }
  /** A conversation that stays open and exchanges a token every `intervalMs`. */
  | {
      readonly type: 'hold';
      readonly id: number;
      readonly name: string;
      readonly target: Target;
      readonly intervalMs: number;
    }
  | { readonly type: 'report'; readonly id: number };

export interface HeldReport {
  /** Milliseconds since the last echo; -1 if there never was one. */
  readonly silentMs: number;
  readonly echoes: number;
  readonly closed: boolean;
}

export interface PodReport {
  /** Tokens that this workload's servers have received. */
  readonly seen: readonly string[];
  readonly held: Readonly<Record<string, HeldReport>>;
}

export type PodReply =
  | { readonly id: number; readonly ok: true; readonly echoed?: boolean; readonly report?: PodReport }
  | { readonly id: number; readonly ok: false; readonly error: string };
