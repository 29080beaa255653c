/** The files of a folder that hold objects, and a line for each that holds something else: people's repositories hold both. */
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import { isMap, parse, parseAllDocuments, visit as visitNodes } from 'yaml';
import type { Diagnostic } from './diagnostics.js';
import type { TextFile } from './document.js';
import { type Ignored, ignoreFileOf } from './ignore.js';

export interface Folder {
  readonly files: TextFile[];
  /**
   * Code `passed-over` for what has no objects; `unrendered` for what will have some: policies may be among them, and are not
   * judged.
   */
  readonly notes: Diagnostic[];
}

const EXTENSION = /\.(ya?ml|json)$/i;
const KUSTOMIZATION = /^kustomization\.ya?ml$|^Kustomization$/;
/** Of a chart or a package, by their names alone. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^values([.-].*)?\.(ya?ml|json)$/i, "a chart's values"],
  [/^(package|package-lock|composer|tsconfig.*|renovate|lerna|nx|turbo|biome|deno)\.json$/, 'no Kubernetes objects'],
  [/^(pnpm-lock|docker-compose.*|compose|skaffold.*|helmfile|mkdocs|codecov|Chart)\.ya?ml$/, 'no Kubernetes objects'],
];

/** All below a folder in sorted order, hidden ones left out. @throws where something cannot be read */
export async function readFolder(root: string, ignored: Ignored): Promise<Folder> {
  const found: Folder = { files: [], notes: [] };
  const own = await ignoreFileOf(root);
  await walk(
    root,
    { root, ignored: (path, directory) => ignored(path, directory) || own(path, directory), patches: new Set() },
    found,
  );
  return found;
}

interface Walk {
  readonly root: string;
  readonly ignored: Ignored;
  /** Files that some kustomization applies to others. */
  readonly patches: Set<string>;
}

async function walk(folder: string, context: Walk, found: Folder): Promise<void> {
  const entries = (await readdir(folder, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith('.'))
    .filter((e) => !context.ignored(relative(context.root, join(folder, e.name)), e.isDirectory()))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.some(({ name }) => /^Chart\.ya?ml$/.test(name))) {
    found.notes.push(
      note(folder, 'unrendered', `is a Helm chart: render it first (helm template ${folder} | osg policy … -)`),
    );
    return;
  }
  const kustomization = entries.find(({ name }) => KUSTOMIZATION.test(name));
  if (kustomization !== undefined && (await kustomized(join(folder, kustomization.name), context, found))) return;
  for (const entry of entries) await visit(entry, folder, context, found);
}

async function visit(entry: Dirent, folder: string, context: Walk, found: Folder): Promise<void> {
  const path = join(folder, entry.name);
  if (entry.isDirectory()) return walk(path, context, found);
  if (!EXTENSION.test(entry.name)) return;
  const other = OTHERS.find(([name]) => name.test(entry.name))?.[1];
  if (other !== undefined) return void found.notes.push(note(path, 'passed-over', `passed over: ${other}`));
  if (context.patches.has(normalize(path)))
    return void found.notes.push(
      note(path, 'passed-over', 'passed over: a patch, which kustomize applies to other objects'),
    );
  if (KUSTOMIZATION.test(entry.name)) return;
  const text = await readFile(path, 'utf8');
  const why = holdsOther(text);
  if (why !== undefined) found.notes.push(note(path, ...why));
  else found.files.push({ path, text });
}

/** A field that every object has, at the left edge or in flow style. */
const OBJECT = /^(?:- )?["']?(?:apiVersion|kind)["']?\s*:|"(?:apiVersion|kind)"\s*:|[{,]\s*(?:apiVersion|kind)\s*:/m;
const BLANK = /^\s*(?:#.*|---.*)?$/gm;

function holdsOther(text: string): readonly [code: string, message: string] | undefined {
  if (isTemplate(text)) return ['unrendered', TEMPLATE];
  if (!OBJECT.test(text) && /(^|[[{,\s])"?op"?\s*:/m.test(text)) return ['passed-over', 'passed over: a JSON patch'];
  if (OBJECT.test(text) || text.replace(BLANK, '').trim() === '') return undefined;
  return ['passed-over', 'passed over: no document in it has apiVersion and kind'];
}

const TEMPLATE = 'is a template that is not rendered: render it with helm or kustomize first';

/** Braces as templates have them, and no YAML without them: in quotes and blocks they are text. */
function isTemplate(text: string): boolean {
  if (!/^\s*(?:- )?\{\{|:\s*\{\{|\{\{-|-\}\}/m.test(text)) return false;
  const documents = parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false });
  return [...documents].some((document) => {
    let found = document.errors.length > 0;
    visitNodes(document, {
      Pair(_key, { key }) {
        if (isMap(key)) found = true;
      },
    });
    return found;
  });
}

/** A file that was named by itself. @throws where it cannot be read */
export async function readNamed(path: string): Promise<Folder> {
  const text = path === '-' ? await readStream(process.stdin) : await readFile(path, 'utf8');
  const file = { path: path === '-' ? '<stdin>' : path, text };
  if (!isTemplate(text)) return { files: [file], notes: [] };
  return { files: [], notes: [{ ...note(file.path, 'unrendered', TEMPLATE), severity: 'error' }] };
}

interface Kustomization {
  readonly resources?: unknown;
  readonly bases?: unknown;
  readonly components?: unknown;
  readonly patches?: unknown;
  readonly patchesStrategicMerge?: unknown;
  readonly patchesJson6902?: unknown;
  readonly helmCharts?: unknown;
  readonly transformers?: unknown;
  readonly configurations?: unknown;
}

const CHANGES = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'transformers', 'configurations'] as const;
const BUILDS = [
  'helmCharts',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'labels',
  'replacements',
  'generators',
  'bases',
  'components',
] as const;

/** @returns whether nothing of the folder stands for itself: an overlay, which changes the objects of other folders */
async function kustomized(file: string, { patches }: Walk, found: Folder): Promise<boolean> {
  const folder = dirname(file);
  const built = (await kustomizationOf(file)) ?? {};
  const resources = [built.resources, built.bases, built.components].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  const overlay = resources.some(
    (r) => typeof r === 'string' && (r.startsWith('..') || /^(https?|git|ssh):|^github\.com/.test(r)),
  );
  const changes = [...CHANGES, ...BUILDS].filter((key) => key in built);
  for (const key of CHANGES) for (const path of pathsIn(built[key])) patches.add(normalize(join(folder, path)));
  if (!overlay && changes.length === 0) {
    found.notes.push(note(file, 'passed-over', 'passed over: what it lists is read as it stands'));
    return false;
  }
  const what = overlay ? 'is an overlay of other folders' : `changes what it lists (${changes.join(', ')})`;
  found.notes.push(
    note(
      overlay ? folder : file,
      'unrendered',
      `${what}: render it first (kubectl kustomize ${folder} | osg policy … -)`,
    ),
  );
  return overlay;
}

async function kustomizationOf(file: string): Promise<(Kustomization & Record<string, unknown>) | undefined> {
  try {
    const value: unknown = parse(await readFile(file, 'utf8'), { logLevel: 'silent' });
    return value !== null && typeof value === 'object' ? (value as Kustomization & Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Files that a list names, by themselves or as `path`. */
function pathsIn(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const path = typeof item === 'string' ? item : (item as { path?: unknown } | null)?.path;
    return typeof path === 'string' && !path.includes('\n') ? [path] : [];
  });
}

const note = (file: string, code: string, message: string): Diagnostic => ({
  severity: code === 'unrendered' ? 'warning' : 'note',
  code,
  file,
  line: 0,
  column: 0,
  field: '',
  message,
});
