/** The images of a lab, made here, as docker-archives: the pods' one program, and the product itself. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LAB, ofProject } from './lab-files.js';

export const POD_IMAGE = 'lab.local/pod:1';

interface Blueprint {
  readonly name: string;
  /** Its files. */
  readonly root: string;
  readonly config: object;
}

/** @returns the archive */
async function archive(folder: string, { name, root, config }: Blueprint): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const layer = join(folder, 'layer.tar');
  execFileSync('tar', ['-C', root, '--owner=0', '--group=0', '-cf', layer, '.']);
  const hash = createHash('sha256');
  await pipeline(createReadStream(layer), hash);
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: [`sha256:${hash.digest('hex')}`] },
    }),
  );
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }]),
  );
  const out = join(folder, 'image.tar');
  execFileSync('tar', ['-C', folder, '-cf', out, 'manifest.json', 'config.json', 'layer.tar']);
  return out;
}

/** Static programs, `/pod` among them. @param more name of a program → its C source */
export async function podImage(folder: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  for (const [name, source] of Object.entries({ pod: join(LAB, 'pod.c'), ...more }))
    execFileSync('cc', ['-O2', '-static', '-s', '-o', join(root, name), source], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return archive(folder, { name: POD_IMAGE, root, config: { Cmd: ['/pod'] } });
}

/**
 * The product as its Dockerfile's last stage has it, of what is built here and with the Node.js that runs: a real one is built by
 * docker or buildah (test/kubernetes/image.test.ts does).
 * @param name as the manifests have it
 */
export async function osgImage(folder: string, name: string): Promise<string> {
  const root = join(folder, 'root');
  execFileSync(process.execPath, [ofProject('deploy/package/root.mjs'), root], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const dockerfile = readFileSync(ofProject('deploy/package/Dockerfile'), 'utf8');
  const said = (word: string): string | undefined => new RegExp(`^${word} (.*)$`, 'm').exec(dockerfile)?.[1];
  return archive(folder, {
    name: `docker.io/library/${name}`,
    root,
    config: {
      User: said('USER'),
      Env: said('ENV')?.split(' '),
      Entrypoint: JSON.parse(said('ENTRYPOINT') ?? '[]'),
      Cmd: JSON.parse(said('CMD') ?? '[]'),
    },
  });
}
