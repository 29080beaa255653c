/** CustomResourceDefinitions and JSON Schemas of our kinds, from the definitions in groups.ts. */
import { z } from 'zod';
import {
  API_VERSION,
  addressGroup,
  addressGroupSpec,
  clusterSecurityGroup,
  clusterSecurityGroupSpec,
  securityGroup,
  securityGroupSpec,
} from './groups.js';

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
    columns: [OWNER, AGE],
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
      AGE,
    ],
  },
  {
    kind: 'AddressGroup',
    plural: 'addressgroups',
    shortName: 'ag',
    scope: 'Namespaced',
    description: 'A named list of address prefixes that rules refer to.',
    object: addressGroup,
    spec: addressGroupSpec,
    columns: [OWNER, AGE],
  },
];

const [GROUP, VERSION] = API_VERSION.split('/') as [string, string];

/** CustomResourceDefinition objects by file name. */
export function buildCrds(): Record<string, Schema> {
  return Object.fromEntries(KINDS.map((kind) => [`${GROUP}_${kind.plural}.yaml`, crd(kind)]));
}

/** JSON Schemas (2020-12) of whole objects by file name, for editors. */
export function buildJsonSchemas(): Record<string, Schema> {
  return Object.fromEntries(
    KINDS.map(({ kind, object, description }) => [
      `${kind.toLowerCase()}.json`,
      { title: kind, description, ...jsonSchema(object, 'draft-2020-12') },
    ]),
  );
}

function jsonSchema(schema: z.ZodType, target: 'draft-2020-12' | 'openapi-3.0'): Schema {
  return z.toJSONSchema(schema, { target, io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;
}

function crd({ kind, plural, shortName, scope, description, spec, columns }: Kind): Schema {
  const object = {
    description,
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: structural(jsonSchema(spec, 'openapi-3.0')),
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}`, labels: { 'app.kubernetes.io/name': 'osg' } },
    spec: {
      group: GROUP,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames: [shortName] },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          additionalPrinterColumns: columns,
          schema: { openAPIV3Schema: object },
        },
      ],
    },
  };
}

/** What the API server calls structural: no unions, no references, no `additionalProperties` beside `properties`. */
function structural(schema: Schema): Schema {
  if (Array.isArray(schema['anyOf']))
    return {
      ...(schema['description'] !== undefined && { description: schema['description'] }),
      'x-kubernetes-int-or-string': true,
    };
  const {
    $schema: _schema,
    propertyNames: _names,
    additionalProperties,
    properties,
    items,
    maximum,
    minimum,
    ...rest
  } = schema;
  const bounded = (n: unknown) =>
    typeof n === 'number' && Number.isSafeInteger(n) && Math.abs(n) !== Number.MAX_SAFE_INTEGER;
  return {
    ...rest,
    ...(bounded(minimum) && { minimum }),
    ...(bounded(maximum) && { maximum }),
    ...(items !== undefined && { items: structural(items as Schema) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, Schema>).map(([key, value]) => [key, structural(value)]),
      ),
    }),
    ...(properties === undefined &&
      typeof additionalProperties === 'object' &&
      additionalProperties !== null && { additionalProperties: structural(additionalProperties as Schema) }),
  };
}
