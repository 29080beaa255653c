/** Building blocks of every schema. Schemas are strict where an author writes, loose where a cluster prints. */
import { z } from 'zod';

/** An object without unknown fields; the error carries the known ones, space-separated, for near misses. */
export function fields<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
}

/**
 * What a CustomResourceDefinition says beside what zod's JSON Schema says: bounds and CEL rules that the API server checks at
 * the door. Its cost estimate multiplies the bounds of all lists around a rule, so they are tighter here than in files.
 */
export function crd(facts: Readonly<Record<string, unknown>>): { crd: Readonly<Record<string, unknown>> } {
  return { crd: facts };
}

/** One CEL rule; `fieldPath` is below the object that the rule stands at. */
export function cel(rule: string, message: string, fieldPath?: string): Readonly<Record<string, string>> {
  return { rule, message, ...(fieldPath !== undefined && { fieldPath }) };
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** RFC 1123 label: names of namespaces and rules. */
export const dnsLabel = z
  .string()
  .max(63)
  .regex(DNS_LABEL, 'a DNS label: lower-case letters, digits and inner dashes, at most 63');
/** RFC 1123 subdomain: names of objects. */
export const dnsName = z
  .string()
  .max(253)
  .regex(DNS_SUBDOMAIN, 'a DNS name: lower-case letters, digits, dashes and dots');

const LABEL_KEY =
  '^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';

export const labelKey = z
  .string()
  .refine(isLabelKey, 'a label key: [prefix/]name, the name of letters, digits, - _ . and at most 63 characters')
  .meta(crd({ maxLength: 317, pattern: LABEL_KEY }));
export const labelValue = z
  .string()
  .refine(
    (v) => v === '' || (v.length <= 63 && LABEL_NAME.test(v)),
    'a label value: letters, digits, - _ . and at most 63 characters',
  )
  .meta(crd({ maxLength: 63, pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$' }));
export const labels = z.record(labelKey, labelValue).meta(
  crd({
    maxProperties: 8,
    'x-kubernetes-validations': [cel(`self.all(key, key.matches('${LABEL_KEY}'))`, 'a label key: [prefix/]name')],
  }),
);

function isLabelKey(key: string): boolean {
  const [first, second, ...more] = key.split('/');
  const [prefix, name] = second === undefined ? [undefined, first] : [first, second];
  if (more.length > 0 || name === undefined || name.length > 63 || !LABEL_NAME.test(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && DNS_SUBDOMAIN.test(prefix));
}

const expression = fields({
  key: labelKey.describe('Label key.'),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']).describe('How the label stands to the values.'),
  values: z
    .array(labelValue)
    .optional()
    .describe('Of In and NotIn, one at least.')
    .meta(crd({ maxItems: 100, 'x-kubernetes-list-type': 'set' })),
})
  .meta(
    crd({
      'x-kubernetes-validations': [
        cel(
          "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : !has(self.values) || size(self.values) == 0",
          'In and NotIn need at least one value, Exists and DoesNotExist take none',
          '.values',
        ),
      ],
    }),
  )
  .superRefine(({ operator, values = [] }, context) => {
    const wantsValues = operator === 'In' || operator === 'NotIn';
    if (wantsValues && values.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['values'],
        message: `${operator} needs at least one value`,
        input: values,
      });
    if (!wantsValues && values.length > 0)
      context.addIssue({ code: 'custom', path: ['values'], message: `${operator} takes no values`, input: values });
  });

export const labelSelector = fields({
  matchLabels: labels.optional().describe('Labels that an object must have, each with that value.'),
  matchExpressions: z
    .array(expression)
    .optional()
    .describe('Further conditions; all must hold.')
    .meta(crd({ maxItems: 8, 'x-kubernetes-list-type': 'atomic' })),
}).describe('Kubernetes label selector; empty selects everything.');

export type LabelSelectorSource = z.infer<typeof labelSelector>;

/** ObjectMeta: what an author writes and what a server adds. */
function metadata<N extends z.ZodType>(name: N) {
  return z.looseObject({
    name,
    namespace: dnsLabel.nullish(),
    labels: labels.nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  });
}

export const namedMetadata = metadata(dnsName);

/** An object as an author writes it; the server's `status` is accepted and ignored. */
export function authored<S extends z.ZodType, K extends string>(apiVersion: string, kind: K, spec: S) {
  return fields({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata: namedMetadata,
    spec,
    status: z.unknown().optional(),
  });
}
