/** Fields that several parts' configurations share. */
import { z } from 'zod';
import { isLocal, parseListenAddress } from './address.js';
import { ROLES, type Role } from './peer.js';
import { wrongPath } from './spiffe.js';

/** `unix:/path`, `host:port` or `[IPv6]:port`. */
export const address = z.string().superRefine((text, context) => {
  try {
    parseListenAddress(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected unix:/path, host:port or [IPv6]:port', input: text });
  }
});

/** One or more, between commas: where the same is to be had. */
export const addresses = z.string().superRefine((text, context) => {
  for (const one of text.split(','))
    if (!address.safeParse(one).success)
      context.addIssue({
        code: 'custom',
        message: 'expected unix:/path, host:port or [IPv6]:port, several between commas',
        input: text,
      });
});

/** Health and metrics tell much and ask for no certificate: this machine only. */
export const loopback = address.superRefine((text, context) => {
  try {
    if (isLocal(parseListenAddress(text))) return;
  } catch {
    return;
  }
  context.addIssue({ code: 'custom', message: 'must be a loopback address or a unix socket', input: text });
});

const PLAIN = 'http://';

/** `host:port` with mTLS beyond loopback, or `http://host:port`: without, wherever it is, since it says so. */
export const metricsListen = z
  .string()
  .transform((text) => ({ plain: text.startsWith(PLAIN), at: text.replace(PLAIN, '').replace(/\/$/, '') }))
  .refine(({ at }) => address.safeParse(at).success, 'expected host:port, [IPv6]:port, unix:/path or http://host:port')
  .optional();

const ids = z
  .strictObject(
    Object.fromEntries(ROLES.map((role) => [role, z.string().optional()])) as Record<Role, z.ZodOptional<z.ZodString>>,
  )
  .superRefine((roles, context) => {
    for (const [role, path] of Object.entries(roles)) {
      const message = path === undefined ? undefined : wrongPath(role, path);
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: [role], input: path });
    }
  });

export const tls = z.strictObject(
  {
    certificate: z.string(),
    key: z.string(),
    ca: z.string(),
    revoked: z.string().optional(),
    renew: z.boolean().optional(),
    spiffe: z
      .strictObject({
        trustDomain: z.string().regex(/^[a-z0-9._-]{1,255}$/, 'a trust domain such as prod.example'),
        roles: ids,
      })
      .optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'certificate, key and ca belong together') },
);

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info');

export const TLS_FIELDS = ['tls.certificate', 'tls.key', 'tls.ca', 'tls.revoked', 'tls.renew'] as const;
