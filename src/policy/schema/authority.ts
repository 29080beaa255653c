/** AuthorityPolicy: who may change what. It lives in a file of its own, which the controller's configuration names. */
import { z } from 'zod';
import { TIERS } from '../model.js';
import { authored, dnsLabel, fields } from './base.js';
import { API_VERSION } from './groups.js';

const personName = z.string().regex(/^[A-Za-z0-9][\w.@-]{0,99}$/, 'a name of letters, digits, . _ @ -');
const IDENTITY = /^(certificate:[^\s:]{1,253}|ssh:[^\s,]{1,253}|gpg:[0-9A-F]{40}|socket|source:(files|git|cluster))$/;
const identity = z
  .string()
  .regex(
    IDENTITY,
    'certificate:NAME, ssh:PRINCIPAL, gpg:FINGERPRINT (40 upper-case digits), socket, source:files, source:git or source:cluster',
  );
const who = z
  .string()
  .refine(
    (text) => IDENTITY.test(text) || /^(group:)?[A-Za-z0-9][\w.@-]{0,99}$/.test(text),
    'a person, group:NAME, or an identity',
  );
const file = z.string().min(1).max(4096);

const grant = fields({
  name: dnsLabel.describe('For messages and the audit log.'),
  who: z.array(who).min(1).max(1000),
  tiers: z
    .array(z.enum(['*', ...TIERS]))
    .min(1)
    .optional()
    .describe('Of what has a tier. Default: group alone.'),
  namespaces: z
    .array(z.union([z.literal('*'), dnsLabel]))
    .min(1)
    .max(10_000)
    .describe('*: all, and what has no namespace.'),
  kinds: z
    .array(z.union([z.literal('*'), z.string().regex(/^[A-Z][A-Za-z]{0,62}$/, 'a kind, such as SecurityGroup')]))
    .min(1)
    .max(100)
    .optional()
    .describe('Default: all. Emergency, Claim, Pod, Namespace, Node and Service are kinds too.'),
  secondPerson: z.boolean().optional().describe('A second person must approve. Default false.'),
  alone: z
    .array(z.enum(['narrower', 'blastRadiusZero']))
    .min(1)
    .optional()
    .describe(
      'With secondPerson: passes without one. narrower: it only takes allowing rules away, or adds isolation. blastRadiusZero: it allows nothing that was denied, and every node concerned says that nobody who was seen would be cut.',
    ),
});

export const authorityPolicySpec = fields({
  people: z
    .array(
      fields({
        name: personName,
        identities: z.array(identity).min(1).max(100),
        groups: z.array(dnsLabel).max(100).optional(),
      }),
    )
    .max(10_000)
    .optional(),
  git: fields({
    allowedSigners: file.optional().describe('For SSH signatures, as ssh-keygen(1) reads it. Relative to this file.'),
    keyring: file.optional().describe('For OpenPGP signatures: a binary keyring, as gpg --export writes it.'),
  }).optional(),
  approvals: fields({
    expireAfterHours: z.number().min(0.1).max(720).optional().describe('Default 24.'),
  }).optional(),
  grants: z.array(grant).max(10_000),
});

export const authorityPolicy = authored(API_VERSION, 'AuthorityPolicy', authorityPolicySpec);

export type AuthorityPolicySource = z.infer<typeof authorityPolicy>;
