/**
 * The image from its real Dockerfile, offline, and every part of it under exactly the securityContext of the manifests: seccomp's
 * default profile, no new privileges, a read-only root, and not one capability more.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Container, runOnce, runPart, type SecurityContext } from './image/container.js';

/** `OSG_IMAGE_TOOLS` names a folder that holds them already. */
const TOOLS = process.env['OSG_IMAGE_TOOLS'] ?? fileURLToPath(new URL('../../.cache/image-tools', import.meta.url));
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The goal, compressed. */
const MOST_BYTES = 120 << 20;

interface Pod {
  readonly securityContext: SecurityContext;
  readonly containers: readonly Container[];
}

function podOf(file: string, kind: string): Pod {
  const documents = parseAllDocuments(readFileSync(here(`../../deploy/kubernetes/base/${file}`), 'utf8'));
  const [found] = documents.map((it) => it.toJS()).filter((it) => it.kind === kind);
  return found.spec.template.spec;
}

let work: string;
let root: string;
let inside: string[];

beforeAll(() => {
  execFileSync(here('image/tools.sh'), [TOOLS], { stdio: ['ignore', 'inherit', 'inherit'] });
  work = mkdtempSync(join(tmpdir(), 'osg-image-'));
  root = join(work, 'root');
  const layout = process.env['OSG_IMAGE'] ?? join(work, 'oci');
  if (!existsSync(layout))
    execFileSync(here('image/build.sh'), [TOOLS, layout], { stdio: ['ignore', 'inherit', 'inherit'] });
  const blob = (digest: string): string => join(layout, 'blobs', digest.replace(':', '/'));
  const read = (digest: string) => JSON.parse(readFileSync(blob(digest), 'utf8'));
  const manifest = read(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')).manifests[0].digest);
  image.config = read(manifest.config.digest);
  mkdirSync(root);
  for (const { digest } of manifest.layers) {
    image.bytes += statSync(blob(digest)).size;
    execFileSync('tar', ['-xzf', blob(digest), '-C', root]);
  }
  // A node: network and mounts of its own, with a bpffs where a node has it.
  for (const folder of ['bpf', 'agent', 'run', 'controller', 'collector', 'policies'])
    mkdirSync(join(work, folder), { mode: 0o700 });
  inside = [
    'unshare',
    '--net',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    `mount -t bpf bpf ${join(work, 'bpf')} && ip link set lo up && exec "$@"`,
    'sh',
  ];
}, 3_600_000);
afterAll(() => {
  if (work !== undefined) rmSync(work, { recursive: true, force: true });
});

const image: { bytes: number; config: { config: Record<string, unknown> } } = { bytes: 0, config: { config: {} } };

describe('the image', () => {
  it('is small, says what it is and what it holds, and has neither shell nor package manager', () => {
    process.stderr.write(`image: ${(image.bytes / 2 ** 20).toFixed(1)} MiB compressed\n`);
    expect(image.bytes).toBeLessThan(MOST_BYTES);
    expect(image.config.config).toMatchObject({
      User: '65532:65532',
      Entrypoint: expect.arrayContaining(['/usr/local/bin/node']),
    });
    expect(image.config.config['Labels']).toMatchObject({ 'org.opencontainers.image.licenses': 'Apache-2.0' });
    const programs = ['bin', 'usr/bin', 'usr/local/bin', 'sbin', 'usr/sbin'].flatMap((folder) =>
      existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [],
    );
    expect(programs.sort()).toEqual(['node', 'osg']);
    const { spdxVersion, packages } = JSON.parse(readFileSync(join(root, 'usr/share/osg/sbom.spdx.json'), 'utf8'));
    expect(spdxVersion).toBe('SPDX-2.3');
    const names = packages.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['osg', 'nodejs', 'libc6', 'libbpf1', '@grpc/grpc-js', 'libsql']));
    // Everything that is in the image's node_modules is in the list.
    const held = readdirSync(join(root, 'usr/lib/osg/node_modules')).filter((name) => !/^[.@]/.test(name));
    expect(held.filter((name) => !names.includes(name))).toEqual([]);
  });

  const agent = podOf('agent.yaml', 'DaemonSet');
  const part = (pod: Pod) => ({
    tools: TOOLS,
    root,
    work,
    container: pod.containers[0] as Container,
    pod: pod.securityContext,
  });
  const mountsOfAgent = () => ({
    '/bpffs': join(work, 'bpf'),
    '/var/lib/osg/agent': join(work, 'agent'),
    '/run/osg': join(work, 'run'),
  });

  it('says its version', () => {
    const { code, output } = runOnce(inside, { ...part(agent), args: ['--version'], mounts: {} });
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  it('F94 runs the agent with BPF, NET_ADMIN, PERFMON and nothing else, and leaves nothing', async () => {
    expect(agent.containers[0]?.securityContext.capabilities?.add).toEqual(['BPF', 'NET_ADMIN', 'PERFMON']);
    const args = ['agent', '--node', 'n1', '--controller', 'unix:/run/osg/none.sock', '--bpffs-dir', '/bpffs/osg'];
    const running = runPart(inside, { ...part(agent), args, mounts: mountsOfAgent() });
    await until(() => existsSync(join(work, 'run/agent.sock')), running);
    running.child.kill('SIGTERM');
    await once(running.child, 'exit');
    expect(running.output()).not.toMatch(/EPERM|lacks/);
    const removed = runOnce(inside, {
      ...part(agent),
      args: ['agent', '--remove', '--bpffs-dir', '/bpffs/osg'],
      mounts: mountsOfAgent(),
    });
    expect(removed.code, removed.output).toBe(0);
    expect(existsSync(join(work, 'agent', 'lock'))).toBe(false);
  });

  it.each(['BPF', 'NET_ADMIN', 'PERFMON'])('refuses clearly without %s', (cap) => {
    const [container] = agent.containers as [Container];
    const add = container.securityContext.capabilities?.add?.filter((name) => name !== cap) ?? [];
    const less = {
      ...container,
      securityContext: { ...container.securityContext, capabilities: { drop: ['ALL'], add } },
    };
    const args = ['agent', '--node', 'n1', '--controller', 'unix:/run/osg/none.sock', '--bpffs-dir', '/bpffs/osg'];
    const { code, output } = runOnce(inside, { ...part(agent), container: less, args, mounts: mountsOfAgent() });
    expect(output).toContain(`CAP_${cap}`);
    expect(code).toBe(5);
  });

  it.each([
    [
      'controller',
      [
        'controller',
        '--policies',
        '/policies',
        '--listen',
        'unix:/run/osg/c.sock',
        '--operator-listen',
        'unix:/run/osg/o.sock',
      ],
      'c.sock',
    ],
    [
      'collector',
      ['collector', '--database', '/var/lib/osg/collector/denies.db', '--listen', 'unix:/run/osg/d.sock'],
      'd.sock',
    ],
  ])('runs the %s without a single capability, as nobody', async (name, args, socket) => {
    const pod = podOf(`${name}.yaml`, 'Deployment');
    const run = mkdtempSync(join(work, 'run-'));
    // As a kubelet makes an emptyDir for a pod with an fsGroup.
    execFileSync('chown', ['0:65532', run, join(work, name)]);
    execFileSync('chmod', ['2777', run, join(work, name)]);
    execFileSync('chmod', ['0755', work, join(work, 'policies')]);
    const running = runPart(inside, {
      ...part(pod),
      args,
      mounts: { [`/var/lib/osg/${name}`]: join(work, name), '/run/osg': run },
      readOnly: { '/policies': join(work, 'policies') },
    });
    await until(() => existsSync(join(run, socket)), running);
    running.child.kill('SIGTERM');
    const [code] = await once(running.child, 'exit');
    expect(code, running.output()).toBe(0);
  });
});

async function until(holds: () => boolean, { child, output }: ReturnType<typeof runPart>): Promise<void> {
  for (let i = 0; i < 600 && child.exitCode === null; i++) {
    if (holds()) return;
    await sleep(100);
  }
  throw new Error(`it did not come:\n${output()}`);
}
