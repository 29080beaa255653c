/** What the image holds, as SPDX 2.3 JSON: npm's own list of packages, Debian's libraries and Node.js beside it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../setup/paths.mjs';

/**
 * @typedef {{ SPDXID: string, name: string, versionInfo: string, packageFileName?: string, [field: string]: unknown }} Package
 * @typedef {{ packages: Package[], relationships: object[], creationInfo: { created: string, creators: string[] }, name: string, documentNamespace: string, documentDescribes: string[] }} Document
 */

/**
 * @param {string} home the installation: a package that is not in it is not listed
 * @param {readonly string[]} libraries absolute paths
 * @param {import('./target.mjs').Target} of
 */
export function sbom(home, libraries, of) {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'spdx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  /** @type {Document} */
  const document = JSON.parse(text);
  const [own = ''] = document.documentDescribes;
  document.packages = document.packages.filter(
    ({ SPDXID, packageFileName }) => SPDXID === own || (packageFileName && existsSync(join(home, packageFileName))),
  );
  const held = new Set(document.packages.map(({ SPDXID }) => SPDXID));
  const beside = [nodejs(of.node), ...debian(libraries, of)];
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  const created = new Date(epoch === undefined ? Date.now() : Number(epoch) * 1000).toISOString();
  document.creationInfo.created = `${created.slice(0, 19)}Z`;
  document.packages.push(...beside);
  document.relationships = [
    ...document.relationships.filter((relation) =>
      Object.entries(relation).every(([, id]) => !String(id).startsWith('SPDXRef-Package-') || held.has(id)),
    ),
    ...beside.map(({ SPDXID }) => ({
      spdxElementId: own,
      relatedSpdxElement: SPDXID,
      relationshipType: 'DEPENDS_ON',
    })),
  ];
  const digest = createHash('sha256')
    .update(JSON.stringify([document.packages, created]))
    .digest('hex');
  document.documentNamespace = `https://openscg.dev/spdx/${document.name}-${digest.slice(0, 32)}`;
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** @param {string} file of this version @returns {Package} */
function nodejs(file) {
  const version = process.versions.node;
  const name = 'nodejs';
  return described(name, version, 'MIT', `pkg:generic/${name}@${version}`, [
    { algorithm: 'SHA256', checksumValue: createHash('sha256').update(readFileSync(file)).digest('hex') },
  ]);
}

/**
 * Debian's packages that the files come from.
 * @param {readonly string[]} files
 * @param {import('./target.mjs').Target} of
 * @returns {Package[]}
 */
function debian(files, { owner, arch }) {
  const versions = new Map(files.map(owner).map(({ name, version }) => [name, version]));
  return [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, version]) => {
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${arch}`;
      return described(name, version, 'NOASSERTION', purl, []);
    });
}

/**
 * @param {string} name
 * @param {string} version
 * @param {string} license
 * @param {string} purl
 * @param {object[]} checksums
 * @returns {Package}
 */
const described = (name, version, license, purl, checksums) => ({
  name,
  SPDXID: `SPDXRef-Package-${name.replace(/[^A-Za-z0-9.-]/g, '-')}-${version.replace(/[^A-Za-z0-9.-]/g, '-')}`,
  versionInfo: version,
  downloadLocation: 'NOASSERTION',
  filesAnalyzed: false,
  licenseDeclared: license,
  externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  checksums,
});
