/** What every node shall have: input files, rollback and emergencies become one world, and the world one view for each node. */
import { viewDigest } from '../distribution/digest.js';
import { hasErrors } from '../policy/diagnostics.js';
import type { TextFile } from '../policy/document.js';
import { type PartMemory, parseSources } from '../policy/load.js';
import type { Posture, World } from '../policy/model.js';
import { resolveNode } from '../policy/resolve.js';
import type { NodeView } from '../policy/view.js';
import { affectedNodes, nodeNames } from './affected.js';
import type { Content, PolicySet } from './changes.js';
import { type Emergency, emergencyPolicies } from './emergency.js';

/** Why the newest input is not in force. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
  readonly sinceMs: number;
}

/** The three things that decide a world. */
export interface Inputs {
  readonly files: readonly TextFile[];
  /** Declared world: `files`, parsed. */
  readonly declared: World;
  /** A rollback holds these policies, whatever the files say. */
  readonly pinned: { readonly revision: number; readonly policies: PolicySet } | undefined;
  readonly emergencies: readonly Emergency[];
}

export interface Desired {
  readonly world: World;
  /** Nodes that the inventory names itself, not only as places of workloads. */
  readonly declaredNodes: ReadonlySet<string>;
  readonly views: ReadonlyMap<string, NodeView>;
  /** Nodes whose view is another than before. */
  readonly changed: readonly string[];
}

export interface WorldOptions {
  readonly posture: Posture;
  readonly allowNodeProbes: boolean;
  readonly allowOwnNode?: boolean;
  readonly memory?: PartMemory;
}

export type Parsed = { readonly declared: World } | { readonly problems: readonly Omit<Problem, 'sinceMs'>[] };

/** @param previous the files in force: what they had and the new ones lack altogether may be a write in progress (F83) */
export function parseInput(
  files: readonly TextFile[],
  previous: readonly TextFile[] | undefined,
  options: WorldOptions,
): Parsed {
  const { world, diagnostics } = parseSources(files, options);
  if (hasErrors(diagnostics)) {
    const errors = diagnostics.filter((d) => d.severity === 'error');
    return {
      problems: errors.map((d) => ({
        file: d.file,
        line: d.line,
        field: d.field,
        message: [
          d.object,
          d.message,
          d.found && `found ${d.found}`,
          d.expected && `expected ${d.expected}`,
          d.suggestion && `did you mean ${d.suggestion}?`,
        ]
          .filter(Boolean)
          .join('; '),
      })),
    };
  }
  const emptied = files.filter(
    (file) => file.text.trim() === '' && previous?.some((old) => old.path === file.path && old.text.trim() !== ''),
  );
  if (emptied.length > 0)
    return {
      problems: emptied.map(({ path }) => ({
        file: path,
        line: 1,
        field: '',
        message: 'the file has become empty: delete it if that is meant',
      })),
    };
  if (world.policies.length === 0 && world.workloads.length === 0 && previous !== undefined && previous.length > 0)
    return {
      problems: [
        {
          file: '',
          line: 0,
          field: '',
          message: 'no policy and no workload is left: taken for a mistake, the last good state stays',
        },
      ],
    };
  return { declared: world };
}

/** What a revision of these inputs says of policy. */
export const contentOf = ({ declared, pinned, emergencies }: Inputs): Content => ({
  policies: pinned?.policies ?? declared,
  emergencies,
});

export function compose({ declared, pinned, emergencies }: Inputs): World {
  // Default groups belong to the inventory's namespaces, not to a declaration that a rollback brings back.
  const base: World =
    pinned === undefined
      ? declared
      : { ...declared, policies: pinned.policies.policies, addressGroups: pinned.policies.addressGroups };
  const extra = emergencies.flatMap((emergency) => presentPolicies(emergency, base));
  return extra.length === 0 ? base : { ...base, policies: [...base.policies, ...extra] };
}

/** A workload that has gone leaves its emergency without members. */
function presentPolicies(emergency: Emergency, world: World): ReturnType<typeof emergencyPolicies> {
  try {
    return emergencyPolicies(emergency, world);
  } catch {
    return [];
  }
}

/** @param before what is in force; undefined at the first time */
export function desire(inputs: Inputs, before: Desired | undefined): Desired {
  const world = compose(inputs);
  const names = nodeNames(world);
  const affected = before === undefined ? names : affectedNodes(before.world, world, before.views);
  const views = new Map<string, NodeView>();
  const changed: string[] = [];
  for (const name of names) {
    const previous = before?.views.get(name);
    const view = affected.has(name) || previous === undefined ? resolveNode(world, name, previous) : previous;
    views.set(name, view);
    if (previous === undefined || (view !== previous && viewDigest(view) !== viewDigest(previous))) changed.push(name);
  }
  return { world, declaredNodes: new Set(world.nodes.map((node) => node.name)), views, changed };
}
