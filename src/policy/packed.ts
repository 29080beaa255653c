/**
 * Rules as a node holds them: millions, each with what it says in one text that is read when somebody asks. Spelled out, a rule is a
 * dozen objects, takes four times the memory, and a collector of garbage visits every one of them. Sets: packed-sets.ts.
 */
import { Bundle } from './bundle.js';
import type { Action, SourceRef } from './model.js';
import { inOnePiece } from './packed-sets.js';
import {
  isShort,
  MORE,
  type More,
  type Packed,
  type PackedPeers,
  type PackedPort,
  type PackedPorts,
  packedOf,
  restOf,
  setOf,
  textOf,
} from './packed-text.js';
import { Pieces, type Pile } from './pieces.js';
import type { Listed } from './tree.js';
import type { NodeView, ViewMatch, ViewPort, ViewRule } from './view.js';

/** What many rules of a policy say alike. */
class Common {
  constructor(
    /** With which their ids begin. */
    readonly prefix: string,
    readonly file: string,
    readonly words: Pick<ViewRule, 'owner' | 'reason' | 'ticket' | 'runbook'>,
  ) {}

  read(text: string): ViewRule {
    return new PackedRule(this, text);
  }
}

/** What rules of one bundle say alike, some of them this and some that: texts begin with the index. */
class Commons {
  constructor(readonly all: readonly Common[]) {}

  read(text: string): ViewRule {
    return new PackedRule(this.all[text.charCodeAt(0)] as Common, text.slice(1));
  }
}

/** Fewer are no bundle: it costs as much as some bare ones. */
const FEWEST = 16;

function packRules(rules: readonly ViewRule[]): Listed<ViewRule> {
  if (rules.length < FEWEST || !rules.every((rule) => rule instanceof PackedRule)) return rules;
  const packed = rules as readonly PackedRule[];
  const all = [...new Set(packed.map(({ common }) => common))];
  const [only] = all;
  const bundle =
    all.length === 1 && only !== undefined
      ? Bundle.of(
          packed.map(({ text }) => text),
          only,
        )
      : Bundle.of(
          packed.map(({ common, text }) => String.fromCharCode(all.indexOf(common)) + text),
          new Commons(all),
        );
  return bundle ?? rules;
}

const NO_MORE: More = [0, 0];
const EGRESS = 1;
const AUDIT = 2;
const ACTIONS: readonly Action[] = ['accept', 'deny', 'pass'];
const ACTION_SHIFT = 2;

/** Many packed rules are one bundle. */
export const RULES_PACKED = { pack: packRules };

/** Fewer rules of a policy are an array. */
const FEW = 32;

/** The rules of a policy as a node holds them. @param packed a pile of that packing */
export const heldRules = (packed: Pile<ViewRule>): Listed<ViewRule> =>
  packed.length < FEW ? packed.slice() : Pieces.of(packed.pieces(), RULES_PACKED);

/** A rule whose fields are read from one text. Equal rules of equal packing are deeply equal; to spread one, `spelled` it first. */
export class PackedRule implements ViewRule {
  /** See `RulePacker`. */
  constructor(
    readonly common: Common,
    /** Of a `Packed`; see `textOf`. */
    readonly text: string,
  ) {}

  /** By itself, where nothing else of it is asked for: numbers are kept by it. */
  get id(): ViewRule['id'] {
    return isShort(this.text) && !isOpen(this) ? this.common.prefix + restOf(this.text) : opened(this).id;
  }
  get direction(): ViewRule['direction'] {
    return opened(this).direction;
  }
  get action(): ViewRule['action'] {
    return opened(this).action;
  }
  get mode(): ViewRule['mode'] {
    return opened(this).mode;
  }
  get expiresAt(): ViewRule['expiresAt'] {
    return opened(this).expiresAt;
  }
  get matches(): ViewRule['matches'] {
    return opened(this).matches;
  }
  get owner(): ViewRule['owner'] {
    return this.common.words.owner;
  }
  get reason(): ViewRule['reason'] {
    return this.common.words.reason;
  }
  get ticket(): ViewRule['ticket'] {
    return this.common.words.ticket;
  }
  get runbook(): ViewRule['runbook'] {
    return this.common.words.runbook;
  }
  get source(): SourceRef {
    return opened(this).source;
  }

  toJSON(): ViewRule {
    return opened(this);
  }
}

/** The rule with all its fields as its own. */
export const spelled = (rule: ViewRule): ViewRule => (rule instanceof PackedRule ? opened(rule) : rule);

/** The sets that it names. As `peersOf`, reads nothing else of most packed rules. */
export const setsOf = (rule: ViewRule): readonly string[] =>
  rule instanceof PackedRule && isShort(rule.text)
    ? [setOf(rule.text)]
    : rule.matches.flatMap(({ peers }) => (peers === 'any' ? [] : peers));

/** Of its first match; none without one. */
export const peersOf = (rule: ViewRule): ViewMatch['peers'] =>
  rule instanceof PackedRule && isShort(rule.text) && !isOpen(rule)
    ? [setOf(rule.text)]
    : (rule.matches[0]?.peers ?? []);

/** The two that were read last: who looks at a rule asks for several fields, and often for those of its neighbour. */
const recent: [PackedRule | undefined, PackedRule | undefined] = [undefined, undefined];
const recentlyOpened: [ViewRule | undefined, ViewRule | undefined] = [undefined, undefined];
let older: 0 | 1 = 0;

const isOpen = (rule: PackedRule): boolean => recent[0] === rule || recent[1] === rule;

function opened(rule: PackedRule): ViewRule {
  if (recent[0] === rule) return recentlyOpened[0] as ViewRule;
  if (recent[1] === rule) return recentlyOpened[1] as ViewRule;
  const spelled = unpack(rule);
  recent[older] = rule;
  recentlyOpened[older] = spelled;
  older = older === 0 ? 1 : 0;
  return spelled;
}

function unpack({ common, text }: PackedRule): ViewRule {
  const [rest, flags, line, ...tail] = packedOf(text);
  const more = (flags & MORE) !== 0;
  const [column, expiresAt] = more ? (tail[0] as More) : NO_MORE;
  const matches: ViewMatch[] = [];
  for (let i = more ? 1 : 0; i < tail.length; i += 2)
    matches.push(unpackMatch(tail[i] as PackedPeers, tail[i + 1] as PackedPorts));
  return {
    id: common.prefix + rest,
    direction: (flags & EGRESS) === 0 ? 'ingress' : 'egress',
    action: ACTIONS[(flags >> ACTION_SHIFT) & 3] as Action,
    mode: (flags & AUDIT) === 0 ? 'enforce' : 'audit',
    ...(expiresAt > 0 && { expiresAt }),
    matches,
    ...common.words,
    source: column === 0 ? { file: common.file, line } : { file: common.file, line, column },
  };
}

const unpackMatch = (peers: PackedPeers, ports: PackedPorts): ViewMatch => ({
  peers: peers === 0 ? 'any' : typeof peers === 'string' ? [peers] : peers,
  ports: ports === 0 ? 'any' : isOne(ports) ? [unpackPort(ports)] : ports.map(unpackPort),
});

const isOne = (ports: PackedPort | readonly PackedPort[]): ports is PackedPort => typeof ports[0] === 'number';

function unpackPort([number, first, last, icmp]: PackedPort): ViewPort {
  const protocol = number < 0 ? 'any' : number;
  if (first === undefined) return { protocol };
  if (last === undefined) return { protocol, ports: { first, last: first } };
  if (icmp === undefined) return { protocol, ports: { first, last } };
  return { protocol, icmp: last < 0 ? { type: first } : { type: first, code: last } };
}

/** Packs rules; those of one packer share what they say alike. Equal rules are packed alike. */
export class RulePacker {
  readonly #common = new Map<string, Common>();
  #latest: Common | undefined;

  pack(rule: ViewRule): PackedRule {
    const { id, direction, action, mode, matches, source, expiresAt = 0 } = rule;
    const common = this.#commonOf(rule, id.slice(0, id.lastIndexOf('/') + 1));
    const { line, column = 0 } = source;
    const more = column > 0 || expiresAt > 0;
    const flags =
      (direction === 'egress' ? EGRESS : 0) |
      (mode === 'audit' ? AUDIT : 0) |
      (ACTIONS.indexOf(action) << ACTION_SHIFT) |
      (more ? MORE : 0);
    const tail: Packed[3][] = more ? [[column, expiresAt]] : [];
    for (const { peers, ports } of matches) tail.push(packPeers(peers), packPorts(ports));
    const packed: Packed = [id.slice(common.prefix.length), flags, line, ...tail];
    return new PackedRule(common, inOnePiece(textOf(packed)));
  }

  #commonOf({ owner, reason, ticket, runbook, source: { file } }: ViewRule, prefix: string): Common {
    const latest = this.#latest;
    if (latest !== undefined && latest.prefix === prefix && latest.file === file) {
      const { words } = latest;
      if (words.owner === owner && words.reason === reason && words.ticket === ticket && words.runbook === runbook)
        return latest;
    }
    const key = JSON.stringify([prefix, file, owner, reason, ticket, runbook]);
    let common = this.#common.get(key);
    if (common === undefined) {
      const words = {
        ...(owner !== undefined && { owner }),
        ...(reason !== undefined && { reason }),
        ...(ticket !== undefined && { ticket }),
        ...(runbook !== undefined && { runbook }),
      };
      common = new Common(prefix, file, words);
      this.#common.set(key, common);
    }
    this.#latest = common;
    return common;
  }
}

const packPeers = (peers: ViewMatch['peers']): PackedPeers =>
  peers === 'any' ? 0 : peers.length === 1 ? (peers[0] as string) : peers;

function packPorts(ports: ViewMatch['ports']): PackedPorts {
  if (ports === 'any') return 0;
  const packed = ports.map(packPort);
  return packed.length === 1 ? (packed[0] as PackedPort) : packed;
}

function packPort({ protocol, ports, icmp }: ViewPort): PackedPort {
  const number = protocol === 'any' ? -1 : protocol;
  if (ports !== undefined)
    return ports.first === ports.last ? [number, ports.first] : [number, ports.first, ports.last];
  return icmp === undefined ? [number] : [number, icmp.type, icmp.code ?? -1, 0];
}

/** The same view with nothing packed, for those who compare views part by part. */
export const spelledView = (view: NodeView): NodeView => ({
  ...view,
  policies: view.policies.map((policy) => ({ ...policy, rules: policy.rules.map(spelled) })),
  sets: view.sets.map(({ id, prefixes }) => ({ id, prefixes })),
});
