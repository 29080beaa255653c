/** The system packages, each with the reason it is needed and how to see that it is there. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasCommand } from './machine.mjs';

/**
 * @typedef {object} Requirement
 * @property {string} name Debian package (12 and 13 alike)
 * @property {string} why
 * @property {() => boolean} present
 */

/** @type {(...commands: string[]) => () => boolean} */
const anyCommand =
  (...commands) =>
  () =>
    commands.some(hasCommand);
/** @type {(...paths: string[]) => () => boolean} */
const anyFile =
  (...paths) =>
  () =>
    paths.some((path) => existsSync(path));

/** What bpf/Makefile looks for; Debian 12's plain clang is 14, which is too old. */
const CLANG_VERSIONS = [19, 20, 21, 18, 17, 16, 15];
const CLANG_FLOOR = 15;

function plainClang() {
  try {
    const text = execFileSync('clang', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(/version (\d+)/.exec(text)?.[1] ?? 0) >= CLANG_FLOOR;
  } catch {
    return false;
  }
}

/** To build and to run. @type {Requirement[]} */
export const RUNTIME = [
  {
    name: 'clang-19',
    why: 'compiles the BPF programs',
    present: () => CLANG_VERSIONS.some((version) => hasCommand(`clang-${version}`)) || plainClang(),
  },
  { name: 'make', why: 'builds the BPF objects and the addon', present: anyCommand('make') },
  { name: 'g++', why: 'compiles the native addon', present: anyCommand('g++') },
  {
    name: 'libbpf-dev',
    why: 'headers of the BPF programs and of the addon; brings libbpf, which the addon links',
    present: anyFile('/usr/include/bpf/bpf_helpers.h'),
  },
  {
    name: 'linux-libc-dev',
    why: "the kernel's user-space headers",
    present: anyFile('/usr/include/linux/bpf.h'),
  },
  { name: 'iproute2', why: "makes the demo's namespaces and interfaces", present: anyCommand('ip') },
  { name: 'iputils-ping', why: "the demo's ICMP client", present: anyCommand('ping') },
];

/** For the tests besides. @type {Requirement[]} */
export const TEST_ONLY = [
  { name: 'python3', why: 'clients and servers of the network tests', present: anyCommand('python3') },
  { name: 'git', why: 'tests of policy that comes from a work tree', present: anyCommand('git') },
  { name: 'bpftool', why: 'the foreign hand that meddles with links and maps', present: anyCommand('bpftool') },
  { name: 'nftables', why: 'packet loss in the network tests; a peer to compare with', present: anyCommand('nft') },
  { name: 'iptables', why: 'a peer to compare with', present: anyCommand('iptables-legacy-restore') },
  { name: 'ipset', why: 'a peer to compare with', present: anyCommand('ipset') },
  { name: 'ethtool', why: 'offloads switched on and off under test', present: anyCommand('ethtool') },
  { name: 'hping3', why: 'odd packets of other people', present: anyCommand('hping3') },
  { name: 'nmap', why: 'nping: more of them', present: anyCommand('nping') },
  {
    name: 'python3-scapy',
    why: 'packets of every shape, by a library that is not ours',
    present: anyFile('/usr/lib/python3/dist-packages/scapy/__init__.py'),
  },
  { name: 'netsniff-ng', why: 'trafgen: headers at random', present: anyCommand('trafgen') },
  { name: 'tcpreplay', why: "sends captures that tcpdump's tests ship", present: anyCommand('tcpreplay') },
  { name: 'thc-ipv6', why: 'attempts to get IPv6 past a firewall', present: anyCommand('atk6-firewall6') },
];
