import { prefixCovers, samePrefix } from '../../net/prefix.js';
import { show } from '../diagnostics.js';
import type { LabelSelector, Peer } from '../model.js';
import type { Path } from '../path.js';
import type { LabelSelectorSource } from '../schema/base.js';
import type { Scope } from './scope.js';

export function toSelector(source: LabelSelectorSource): LabelSelector {
  return {
    matchLabels: source.matchLabels ?? {},
    matchExpressions: (source.matchExpressions ?? []).map(({ key, operator, values }) => ({
      key,
      operator,
      values: values ?? [],
    })),
  };
}

/** A CIDR with exceptions; each exception must be a true part of the CIDR, as the API server demands. */
export function toCidr(
  scope: Scope,
  path: Path,
  fields: { cidr: Path; except: Path },
  cidr: string,
  except: readonly string[],
  hostBits: 'error' | 'warning',
): Peer | undefined {
  const prefix = scope.prefix([...path, ...fields.cidr], cidr, hostBits);
  const holes = except.map((text, i) => ({ hole: scope.prefix([...path, ...fields.except, i], text, hostBits), i }));
  if (prefix === undefined) return undefined;
  for (const { hole, i } of holes) {
    if (hole !== undefined && (!prefixCovers(prefix, hole) || samePrefix(prefix, hole))) {
      scope.error([...path, ...fields.except, i], 'bad-except', `the exception must be a strict part of ${cidr}`, {
        found: show(except[i]),
      });
    }
  }
  return { kind: 'cidr', prefix, except: holes.flatMap(({ hole }) => hole ?? []) };
}

/** What any policy may say in annotations: lint findings to silence; owner and description where the kind has no fields for them. */
export function annotated(annotations: Readonly<Record<string, string>> | null | undefined): {
  owner?: string;
  description?: string;
  lintIgnore?: string[];
} {
  const owner = annotations?.['openscg.dev/owner'];
  const description = annotations?.['openscg.dev/description'];
  const ignore = annotations?.['openscg.dev/lint-ignore']?.split(/[\s,]+/).filter((id) => id !== '');
  return {
    ...(owner !== undefined && { owner }),
    ...(description !== undefined && { description }),
    ...(ignore !== undefined && ignore.length > 0 && { lintIgnore: ignore }),
  };
}
