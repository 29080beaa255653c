/** The verdict corpus (test/cases/README.md): read once, for every engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { formatDiagnostic } from '../../src/policy/diagnostics.js';
import type { DirectionDecision, Flow } from '../../src/policy/flow.js';
import { parseSources } from '../../src/policy/load.js';
import type { World } from '../../src/policy/model.js';
import { formatEnds, probeFlows } from '../../src/policy/probe.js';

const ROOT = fileURLToPath(new URL('../cases/', import.meta.url));

export const ENGINES = ['reference', 'view', 'tables', 'kernel'] as const;
/** `view` is the naive judge over the resolved view. */
export type Engine = (typeof ENGINES)[number];

const verdict = z.enum(['allow', 'deny']);
const direction = z.union([
  verdict,
  z.strictObject({
    verdict: verdict.optional(),
    reason: z.enum(['rule', 'default-deny', 'posture', 'no-endpoint', 'node', 'self']).optional(),
    rule: z.string().optional(),
    isolatedBy: z.array(z.string()).optional(),
    audit: z.union([z.literal('none'), z.strictObject({ verdict, rule: z.string().optional() })]).optional(),
    nearestMiss: z.strictObject({ rule: z.string(), field: z.string() }).optional(),
  }),
]);
const time = z.iso.datetime();

const caseSchema = z.strictObject({
  description: z.string().min(10),
  posture: z.enum(['kubernetes', 'openstack', 'closed']).optional(),
  allowNodeProbes: z.boolean().optional(),
  now: time.optional(),
  inventory: z.string().optional(),
  objects: z.array(z.record(z.string(), z.unknown())),
  probes: z
    .array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        protocol: z.union([z.string(), z.number()]).optional(),
        port: z.union([z.string(), z.number()]).optional(),
        type: z.union([z.string(), z.number()]).optional(),
        code: z.number().optional(),
        family: z.union([z.literal(4), z.literal(6)]).optional(),
        at: time.optional(),
        verdict,
        egress: direction.optional(),
        ingress: direction.optional(),
      }),
    )
    .min(1),
  skip: z.partialRecord(z.enum(ENGINES), z.string().min(10)).optional(),
});

/** What a case says of one direction; only what is stated is compared. */
export interface Expectation {
  readonly verdict?: 'allow' | 'deny';
  readonly reason?: DirectionDecision['reason'];
  readonly rule?: string;
  readonly isolatedBy?: readonly string[];
  /** `none`: no audit rule changes anything. */
  readonly audit?: 'none' | { readonly verdict: 'allow' | 'deny'; readonly rule?: string };
  readonly nearestMiss?: { readonly rule: string; readonly field: string };
}

export interface CorpusProbe {
  /** Place and words, for test titles. */
  readonly title: string;
  readonly flow: Flow;
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly verdict: 'allow' | 'deny';
  readonly egress: Expectation;
  readonly ingress: Expectation;
}

export interface CorpusCase {
  /** `topic/file#n`, unique. */
  readonly name: string;
  readonly description: string;
  readonly world: World;
  /** A probe without a family stands here once for each family that both ends have. */
  readonly probes: readonly CorpusProbe[];
  /** Why an engine does not run it. */
  readonly skip: Partial<Record<Engine, string>>;
}

let cached: readonly CorpusCase[] | undefined;

/** Every case. A case with an error in it throws, naming the file and the error. */
export function loadCorpus(): readonly CorpusCase[] {
  cached ??= listFiles(ROOT).flatMap(readCases);
  return cached;
}

/** The cases that an engine runs. */
export function casesFor(engine: Engine): CorpusCase[] {
  return loadCorpus().filter((c) => c.skip[engine] === undefined);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((e) => !e.name.startsWith('_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((e) => {
      const path = join(folder, e.name);
      if (e.isDirectory()) return listFiles(path);
      return e.name.endsWith('.yaml') ? [path] : [];
    });
}

function readCases(path: string): CorpusCase[] {
  const name = path.slice(ROOT.length).replace(/\.yaml$/, '');
  const documents = parseAllDocuments(readFileSync(path, 'utf8'));
  return documents.map((document, i) => toCase(`${name}#${i + 1}`, caseSchema, document.toJS()));
}

function toCase(name: string, schema: typeof caseSchema, raw: unknown): CorpusCase {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new Error(`test/cases/${name}: ${z.prettifyError(parsed.error)}`);
  const { description, posture, allowNodeProbes, now, inventory, objects, probes, skip } = parsed.data;
  const files = [{ path: `${name}.yaml`, text: stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }];
  if (inventory !== undefined)
    files.push({
      path: `_inventory/${inventory}.yaml`,
      text: readFileSync(join(ROOT, '_inventory', `${inventory}.yaml`), 'utf8'),
    });
  const { world, diagnostics } = parseSources(files, {
    ...(posture && { posture }),
    ...(allowNodeProbes !== undefined && { allowNodeProbes }),
  });
  const errors = diagnostics.filter((d) => d.severity === 'error').map(formatDiagnostic);
  if (errors.length > 0) throw new Error(`test/cases/${name}: ${errors.join('\n')}`);
  const at = Date.parse(now ?? '2026-01-01T00:00:00Z');
  return {
    name,
    description,
    world,
    skip: skip ?? {},
    probes: probes.flatMap(({ verdict: expected, egress, ingress, at: own, ...probe }, i) =>
      probeFlows(world, probe).map((flow) => ({
        title: `${name} probe ${i + 1}: ${probe.from} → ${probe.to} ${probe.protocol ?? 'TCP'} ${probe.port ?? probe.type ?? ''} (${formatEnds(flow)}) ${expected}`,
        flow,
        atMs: own === undefined ? at : Date.parse(own),
        verdict: expected,
        egress: toExpectation(egress),
        ingress: toExpectation(ingress),
      })),
    ),
  };
}

function toExpectation(source: z.infer<typeof direction> | undefined): Expectation {
  if (source === undefined) return {};
  return (typeof source === 'string' ? { verdict: source } : source) as Expectation;
}
