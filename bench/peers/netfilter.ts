/** No policy, iptables, ipset and nftables, each as its users would write it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Path } from './path.js';
import { type Need, OPEN_PORT, type PeerRule, type System } from './system.js';

const IPTABLES: Need = { command: 'iptables-legacy-restore', package: 'iptables' };
const IPSET: Need = { command: 'ipset', package: 'ipset' };
const NFT: Need = { command: 'nft', package: 'nftables' };

/** The router forwards everything and tracks nothing. */
export class NoPolicy implements System {
  readonly name = 'none';
  readonly needs: readonly Need[] = [];
  readonly enforces: boolean = false;

  async setup(): Promise<void> {}
  prepare(): () => Promise<void> {
    return async () => {};
  }
  async clear(): Promise<void> {}
  async add(): Promise<void> {}
  async remove(): Promise<void> {}
  async forget(): Promise<void> {}
  async teardown(): Promise<void> {}
}

/** What the kernel's connection tracking systems share: files for the commands, and a table to empty. */
abstract class Netfilter implements System {
  abstract readonly name: string;
  abstract readonly needs: readonly Need[];
  readonly enforces = true;
  protected path!: Path;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async setup(path: Path): Promise<void> {
    this.path = path;
    await this.clear();
  }

  /** Writes `lines` to a file; what is returned runs the command that reads them on its standard input. */
  protected file(command: string, lines: readonly string[], name = 'rules'): () => Promise<void> {
    const file = join(this.#folder, `${this.name}.${name}`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return () => this.path.run(`${command} < ${file}`);
  }

  protected feed(command: string, lines: readonly string[]): Promise<void> {
    return this.file(command, lines, 'in')();
  }

  async forget(): Promise<void> {
    await this.path.traffic.flush();
  }

  /** Its rules go with the namespace. */
  async teardown(): Promise<void> {}

  abstract prepare(rules: readonly PeerRule[]): () => Promise<void>;
  abstract clear(): Promise<void>;
  abstract add(rule: PeerRule): Promise<void>;
  abstract remove(rule: PeerRule): Promise<void>;
}

const FILTER = [
  '*filter',
  ':INPUT ACCEPT [0:0]',
  ':FORWARD DROP [0:0]',
  ':OUTPUT ACCEPT [0:0]',
  '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
];

/** One rule after the other. */
export class Iptables extends Netfilter {
  readonly name = 'iptables';
  readonly needs = [IPTABLES];

  #rule({ prefix, protocol }: PeerRule): string {
    return `FORWARD -s ${prefix} -p ${protocol} --dport ${OPEN_PORT} -j ACCEPT`;
  }

  prepare(rules: readonly PeerRule[]): () => Promise<void> {
    return this.file('iptables-legacy-restore', [
      ...FILTER,
      ...rules.map((rule) => `-A ${this.#rule(rule)}`),
      'COMMIT',
    ]);
  }

  clear(): Promise<void> {
    return this.feed('iptables-legacy-restore', [...FILTER, 'COMMIT']);
  }

  add(rule: PeerRule): Promise<void> {
    return this.path.run(`iptables-legacy -A ${this.#rule(rule)}`);
  }

  remove(rule: PeerRule): Promise<void> {
    return this.path.run(`iptables-legacy -D ${this.#rule(rule)}`);
  }
}

/** One rule, one `hash:net,port` set. */
export class Ipset extends Netfilter {
  readonly name = 'ipset';
  readonly needs = [IPTABLES, IPSET];

  #entry({ prefix, protocol }: PeerRule): string {
    return `osg ${prefix},${protocol}:${OPEN_PORT}`;
  }

  override async setup(path: Path): Promise<void> {
    this.path = path;
    await path.run('ipset create osg hash:net,port maxelem 1048576');
    await this.feed('iptables-legacy-restore', [
      ...FILTER,
      '-A FORWARD -m set --match-set osg src,dst -j ACCEPT',
      'COMMIT',
    ]);
  }

  prepare(rules: readonly PeerRule[]): () => Promise<void> {
    return this.file(
      'ipset restore',
      rules.map((rule) => `add ${this.#entry(rule)}`),
    );
  }

  /** A set that grew stays large when it is emptied: swap a new one in. */
  clear(): Promise<void> {
    return this.feed('ipset restore', ['create new hash:net,port maxelem 1048576', 'swap new osg', 'destroy new']);
  }

  add(rule: PeerRule): Promise<void> {
    return this.path.run(`ipset add ${this.#entry(rule)}`);
  }

  remove(rule: PeerRule): Promise<void> {
    return this.path.run(`ipset del ${this.#entry(rule)}`);
  }
}

/** One rule, one interval set or verdict map over source, protocol and port. */
export class Nftables extends Netfilter {
  readonly name: string;
  readonly needs = [NFT];
  readonly #map: boolean;

  constructor(folder: string, kind: 'set' | 'map') {
    super(folder);
    this.#map = kind === 'map';
    this.name = `nft-${kind}`;
  }

  get #kind(): string {
    return this.#map ? 'map' : 'set';
  }

  #element({ prefix, protocol }: PeerRule): string {
    return `${prefix} . ${protocol} . ${OPEN_PORT}`;
  }

  #added(rule: PeerRule): string {
    return this.#element(rule) + (this.#map ? ' : accept' : '');
  }

  prepare(rules: readonly PeerRule[]): () => Promise<void> {
    return this.file('nft -f -', [`add element ip osg peers { ${rules.map((rule) => this.#added(rule)).join(', ')} }`]);
  }

  clear(): Promise<void> {
    const key = 'ip saddr . meta l4proto . th dport';
    return this.feed('nft -f -', [
      'add table ip osg',
      'delete table ip osg',
      'table ip osg {',
      `  ${this.#kind} peers { typeof ${key}${this.#map ? ' : verdict' : ''}; flags interval; }`,
      '  chain forward {',
      '    type filter hook forward priority filter; policy drop;',
      '    ct state established,related accept',
      `    ${key} ${this.#map ? 'vmap' : ''} @peers ${this.#map ? '' : 'accept'}`,
      '  }',
      '}',
    ]);
  }

  add(rule: PeerRule): Promise<void> {
    return this.path.run(`nft add element ip osg peers '{ ${this.#added(rule)} }'`);
  }

  remove(rule: PeerRule): Promise<void> {
    return this.path.run(`nft delete element ip osg peers '{ ${this.#element(rule)} }'`);
  }
}
