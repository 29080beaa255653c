/** A container of the image as a runtime would make it of a manifest: runc, with exactly the securityContext, in namespaces of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As far as the manifests use it. */
export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
}

export interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext: SecurityContext;
}

export interface RunOptions {
  readonly tools: string;
  /** The image, unpacked. */
  readonly root: string;
  /** A folder of the test's own. */
  readonly work: string;
  readonly container: Container;
  /** Of the pod, where the container says nothing. */
  readonly pod: SecurityContext;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Path in the container → folder or file of the host; mounts of the manifest, without those it makes read-only. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly readOnly?: Readonly<Record<string, string>>;
}

/** As containerd's default has them, and this profile of Debian's not yet: capability → call. */
const THEIRS = [
  ['CAP_BPF', 'bpf'],
  ['CAP_PERFMON', 'perf_event_open'],
] as const;

/** Docker's form of the default profile, made plain for a set of capabilities: `includes` and `excludes` are settled here. */
function seccomp(tools: string, caps: readonly string[]): object {
  interface Call {
    names: string[];
    action: string;
    args?: unknown[];
    errnoRet?: number;
    includes?: { caps?: string[]; arches?: string[]; minKernel?: string };
    excludes?: { caps?: string[]; arches?: string[] };
  }
  const profile = JSON.parse(readFileSync(join(tools, 'root/usr/share/containers/seccomp.json'), 'utf8')) as {
    defaultAction: string;
    defaultErrnoRet?: number;
    syscalls: Call[];
  };
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const holds = ({ includes = {}, excludes = {} }: Call): boolean =>
    (includes.caps ?? []).every((cap) => caps.includes(cap)) &&
    (includes.arches === undefined || includes.arches.includes(arch)) &&
    !(excludes.caps ?? []).some((cap) => caps.includes(cap)) &&
    !(excludes.arches ?? []).includes(arch);
  const allowed: string[] = THEIRS.flatMap(([cap, name]) => (caps.includes(cap) ? [name] : []));
  return {
    defaultAction: profile.defaultAction,
    defaultErrnoRet: profile.defaultErrnoRet ?? 1,
    architectures: [process.arch === 'x64' ? 'SCMP_ARCH_X86_64' : 'SCMP_ARCH_AARCH64'],
    syscalls: profile.syscalls
      .map((call) => ({ ...call, names: call.names.filter((name) => !allowed.includes(name)) }))
      .concat({ names: allowed, action: 'SCMP_ACT_ALLOW' })
      .filter((call) => call.names.length > 0 && holds(call))
      .map(({ names, action, args, errnoRet }) => ({
        names,
        action,
        ...(args && { args }),
        ...(errnoRet && { errnoRet }),
      })),
  };
}

/** The arguments of `runc run`, in the network and mount namespace that it is started in. */
export function bundle({
  tools,
  root,
  work,
  container,
  pod,
  args,
  env = {},
  mounts,
  readOnly = {},
}: RunOptions): string[] {
  const { capabilities, allowPrivilegeEscalation, readOnlyRootFilesystem, ...own } = container.securityContext;
  if (!capabilities?.drop?.includes('ALL')) throw new Error(`${container.name} does not drop ALL`);
  const caps = (capabilities.add ?? []).map((cap) => `CAP_${cap}`);
  const { runAsUser = 0, runAsGroup = 0 } = { ...pod, ...own };
  const id = `osg-${container.name}-${process.pid}`;
  const folder = join(work, id);
  mkdirSync(folder, { recursive: true });
  const bind =
    (flag: string) =>
    ([destination, source]: [string, string]) => ({
      destination,
      source,
      type: 'bind',
      options: ['rbind', flag, 'rprivate', 'nosuid', 'nodev'],
    });
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      ociVersion: '1.0.2',
      root: { path: root, readonly: readOnlyRootFilesystem === true },
      process: {
        user: { uid: runAsUser, gid: runAsGroup },
        cwd: '/',
        args: ['/usr/local/bin/node', '/usr/lib/osg/dist/cli/main.js', ...args],
        env: [
          'PATH=/usr/local/bin:/usr/bin',
          'NODE_ENV=production',
          ...Object.entries(env).map(([k, v]) => `${k}=${v}`),
        ],
        // A pod's process gets no ambient and no inheritable ones.
        capabilities: { bounding: caps, effective: caps, permitted: caps },
        noNewPrivileges: allowPrivilegeEscalation === false,
      },
      mounts: [
        { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
        { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k'] },
        { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
        ...Object.entries(mounts).map(bind('rw')),
        ...Object.entries(readOnly).map(bind('ro')),
      ],
      linux: {
        namespaces: [{ type: 'pid' }, { type: 'ipc' }, { type: 'uts' }, { type: 'mount' }],
        seccomp: seccomp(tools, caps),
        cgroupsPath: `/${id}`,
        maskedPaths: ['/proc/kcore', '/proc/keys', '/sys/firmware'],
        readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys'],
      },
    }),
  );
  return [join(tools, 'root/usr/sbin/runc'), '--root', join(work, 'runc'), 'run', '--bundle', folder, id];
}

/** Runs to its end. @param inside `nsenter` arguments and the like */
export function runOnce(inside: readonly string[], options: RunOptions): { code: number; output: string } {
  const [file = '', ...rest] = [...inside, ...bundle(options)];
  try {
    return { code: 0, output: execFileSync(file, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, output: stdout + stderr };
  }
}

/** Runs until it is told to stop. */
export function runPart(inside: readonly string[], options: RunOptions) {
  const [file = '', ...rest] = [...inside, ...bundle(options)];
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return { child, output: () => output };
}
