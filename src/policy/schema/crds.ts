/** CustomResourceDefinitions and JSON Schemas of our kinds, from the definitions in groups.ts. */
import { z } from 'zod';
import { authorityPolicy } from './authority.js';
import {
  API_VERSION,
  addressGroup,
  addressGroupSpec,
  clusterSecurityGroup,
  clusterSecurityGroupSpec,
  securityGroup,
  securityGroupSpec,
} from './groups.js';
import { objectStatus } from './object-status.js';
import { rolloutPolicy } from './rollout.js';

type Schema = Record<string, unknown>;

interface Kind {
  readonly kind: string;
  readonly plural: string;
  readonly shortName: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly description: string;
  readonly object: z.ZodType;
  readonly spec: z.ZodType;
  readonly columns: readonly { name: string; type: string; jsonPath: string }[];
}

const condition = (type: string) => `.status.conditions[?(@.type=="${type}")].status`;
const STATUS = [
  { name: 'Accepted', type: 'string', jsonPath: condition('Accepted') },
  { name: 'Realised', type: 'string', jsonPath: condition('Realised') },
  { name: 'Nodes', type: 'string', jsonPath: '.status.nodes' },
];
const MEMBERS = { name: 'Members', type: 'integer', jsonPath: '.status.members' };
const OWNER = { name: 'Owner', type: 'string', jsonPath: '.spec.owner' };
const AGE = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

const KINDS: readonly Kind[] = [
  {
    kind: 'SecurityGroup',
    plural: 'securitygroups',
    shortName: 'sg',
    scope: 'Namespaced',
    description:
      'Who may talk to, and be called by, its members. Groups add up: what one allows, another cannot take away.',
    object: securityGroup,
    spec: securityGroupSpec,
    columns: [OWNER, MEMBERS, ...STATUS, AGE],
  },
  {
    kind: 'ClusterSecurityGroup',
    plural: 'clustersecuritygroups',
    shortName: 'csg',
    scope: 'Cluster',
    description: 'A group over namespaces; in the ordered tiers its rules accept, deny or pass by priority.',
    object: clusterSecurityGroup,
    spec: clusterSecurityGroupSpec,
    columns: [
      { name: 'Tier', type: 'string', jsonPath: '.spec.tier' },
      { name: 'Priority', type: 'integer', jsonPath: '.spec.priority' },
      OWNER,
      MEMBERS,
      ...STATUS,
      AGE,
    ],
  },
  {
    kind: 'AddressGroup',
    plural: 'addressgroups',
    shortName: 'ag',
    scope: 'Namespaced',
    description: 'A named list of address prefixes that rules refer to, of its own or of other lists.',
    object: addressGroup,
    spec: addressGroupSpec,
    columns: [OWNER, ...STATUS.slice(0, 1), AGE],
  },
];

/** In files alone: a cluster has no such resource. */
const ROLLOUT: Pick<Kind, 'kind' | 'description' | 'object'> = {
  kind: 'RolloutPolicy',
  description: 'How a change of policy goes out: in rings, through gates, confirmed or back by itself.',
  object: rolloutPolicy,
};

/** In a file of its own, which no source is. */
const AUTHORITY: typeof ROLLOUT = {
  kind: 'AuthorityPolicy',
  description: 'Who may change what, and what needs a second person.',
  object: authorityPolicy,
};

const [GROUP, VERSION] = API_VERSION.split('/') as [string, string];

/** CustomResourceDefinition objects by file name. */
export function buildCrds(): Record<string, Schema> {
  return Object.fromEntries(KINDS.map((kind) => [`${GROUP}_${kind.plural}.yaml`, crd(kind)]));
}

/** JSON Schemas (2020-12) of whole objects by file name, for editors. */
export function buildJsonSchemas(): Record<string, Schema> {
  return Object.fromEntries(
    [...KINDS, ROLLOUT, AUTHORITY].map(({ kind, object, description }) => [
      `${kind.toLowerCase()}.json`,
      { title: kind, description, ...jsonSchema(object, 'draft-2020-12') },
    ]),
  );
}

function jsonSchema(schema: z.ZodType, target: 'draft-2020-12' | 'openapi-3.0'): Schema {
  const made = z.toJSONSchema(schema, { target, io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;
  return target === 'openapi-3.0' ? made : (withoutCrd(made) as Schema);
}

/** Editors have no use for what only an API server understands. */
function withoutCrd(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCrd);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === 'crd' && typeof inner === 'object' ? [] : [[key, withoutCrd(inner)]],
    ),
  );
}

function crd({ kind, plural, shortName, scope, description, spec, columns }: Kind): Schema {
  const object = {
    description,
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string', description: API_VERSION },
      kind: { type: 'string', description: kind },
      metadata: { type: 'object' }, // The server says what it is, and nobody else may.
      spec: { description: 'What its author writes.', ...structural(jsonSchema(spec, 'openapi-3.0')) },
      status: structural(jsonSchema(objectStatus, 'openapi-3.0')),
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}`, labels: { 'app.kubernetes.io/name': 'osg' } },
    spec: {
      group: GROUP,
      scope,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: [shortName],
        categories: ['osg'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          additionalPrinterColumns: columns,
          subresources: { status: {} },
          schema: { openAPIV3Schema: object },
        },
      ],
    },
  };
}

/**
 * What the API server calls structural: no unions, no references, no `additionalProperties` beside `properties`; with what
 * `crd` says beside the schema.
 */
function structural(schema: Schema): Schema {
  const branches = schema['anyOf'] as readonly Schema[] | undefined;
  if (branches !== undefined) {
    const [number = {}, text = {}] = ['integer', 'string'].map((type) => branches.find((b) => b['type'] === type));
    return {
      ...(schema['description'] !== undefined && { description: schema['description'] }),
      'x-kubernetes-int-or-string': true,
      // Bounds of numbers hold for numbers alone, those of strings for strings.
      ...bounds(number),
      ...(text['maxLength'] !== undefined && { maxLength: text['maxLength'] }),
      ...(schema['crd'] as Schema | undefined),
    };
  }
  const {
    $schema: _schema,
    propertyNames: _names,
    additionalProperties,
    properties,
    items,
    maximum: _maximum,
    minimum: _minimum,
    crd: facts,
    ...rest
  } = schema;
  return {
    ...rest,
    ...bounds(schema),
    ...(items !== undefined && { items: structural(items as Schema) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, Schema>).map(([key, value]) => [key, structural(value)]),
      ),
    }),
    ...(properties === undefined &&
      typeof additionalProperties === 'object' &&
      additionalProperties !== null && { additionalProperties: structural(additionalProperties as Schema) }),
    ...(facts as Schema | undefined),
  };
}

/** Minimum and maximum, but for those that zod gives to every integer. */
function bounds({ minimum, maximum }: Schema): Schema {
  const said = (n: unknown): boolean =>
    typeof n === 'number' && Number.isSafeInteger(n) && Math.abs(n) !== Number.MAX_SAFE_INTEGER;
  return { ...(said(minimum) && { minimum }), ...(said(maximum) && { maximum }) };
}
