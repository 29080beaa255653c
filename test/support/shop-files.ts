/** A small inventory and policy as files, for tests of the control plane. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PodOptions {
  readonly node?: string;
  readonly app?: string;
}

export const nodeYaml = (name: string, address: string): string =>
  `---\n{apiVersion: v1, kind: Node, metadata: {name: ${name}}, status: {addresses: [{type: InternalIP, address: ${address}}]}}\n`;

export const podYaml = (name: string, address: string, { node = 'n1', app = name }: PodOptions = {}): string =>
  `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {app: ${app}}, annotations: {openscg.dev/interface: veth-${name}}}
spec: {nodeName: ${node}}
status: {podIPs: [{ip: ${address}}]}
`;

export const groupYaml = (name: string, from: string, port: number): string =>
  `---
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: ${name}, namespace: shop}
spec:
  owner: team-${name}
  members: {podSelector: {matchLabels: {app: ${name}}}}
  ingress:
  - id: from-${from}
    from: [{podSelector: {matchLabels: {app: ${from}}}}]
    ports: [{port: ${port}}]
`;

/** web → api on 8080, on node n1, where rogue and other are too. */
export const SHOP = {
  'inventory.yaml':
    nodeYaml('n1', '10.77.0.1') +
    ['web', 'api', 'rogue', 'other'].map((name, i) => podYaml(name, `10.77.0.${11 + i}`)).join(''),
  'policy.yaml': groupYaml('api', 'web', 8080),
};

export interface Folder {
  readonly path: string;
  write(name: string, text: string): void;
  remove(): void;
}

/** A temporary folder with these files. */
export function folderWith(files: Readonly<Record<string, string>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), 'osg-test-'));
  const write = (name: string, text: string): void => writeFileSync(join(path, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { path, write, remove: () => rmSync(path, { recursive: true, force: true }) };
}
