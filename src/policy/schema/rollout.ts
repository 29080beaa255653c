/** RolloutPolicy: how a change of policy goes out. It lives in files alone. */
import { z } from 'zod';
import { authored, dnsLabel, fields, labelSelector } from './base.js';
import { API_VERSION } from './groups.js';

const duration = z
  .string()
  .max(16)
  .regex(/^[0-9]{1,9}(ms|s|m|h|d)$/, 'a duration such as 30s, 5m, 2h');
const count = z.int().min(0).max(1_000_000_000);
const factor = z.number().min(1).max(1000);
const url = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s@]+$/, 'an http or https address without a password');
const ends = z.union([z.string().max(317), z.array(z.string().max(317)).min(1).max(20)]);
const port = z.union([z.int().min(0).max(65535), z.string().max(15)]);

const budget = fields({ atMost: count.describe('More fails.') });

const assertion = fields({
  name: z.string().min(1).max(200),
  from: ends.describe('namespace/pod, node:NAME, an address.'),
  to: ends,
  port: z.union([port, z.array(port).min(1).max(20)]).optional(),
  protocol: z
    .union([z.string().max(16), z.int().min(0).max(255)])
    .optional()
    .describe('Default TCP.'),
  expect: z.enum(['allow', 'deny']),
});

export const gate = fields({
  name: dnsLabel.optional().describe('Default: what it is.'),
  newDenies: budget.optional().describe('Flows that the revision denies and its predecessor allowed.'),
  newAllows: budget.optional().describe('Flows that the revision allows and its predecessor denied.'),
  cutFlows: budget.optional().describe('Live flows that the revision ended.'),
  denies: fields({
    timesBaseline: factor.describe('Denies a minute, of all causes, against those before the ring began.'),
    baseline: duration.optional().describe('So long before the ring began. Default 10m.'),
    atLeast: count.optional().describe('Fewer a minute pass. Default 10.'),
  }).optional(),
  assertions: z.array(assertion).min(1).max(200).optional().describe("Hold, and on the nodes' real tables."),
  prometheus: fields({
    url: url.describe('Of the server, without /api/v1/query.'),
    query: z.string().min(1).max(4000).describe('Gives one number.'),
    atMost: z.number().optional(),
    atLeast: z.number().optional(),
    timesBaseline: factor.optional().describe('At most so many times what it gave when the ring began.'),
    timeout: duration.optional().describe('Default 5s.'),
  }).optional(),
  webhook: fields({
    url,
    timeout: duration.optional().describe('Default 5s.'),
  })
    .optional()
    .describe('Is told of the ring, and answers {"result": "pass" | "fail" | "inconclusive", "message": …}.'),
}).describe('Exactly one kind of gate.');

export const ring = fields({
  name: dnsLabel,
  nodes: labelSelector.optional().describe('Nodes with these labels.'),
  namespaces: z.array(dnsLabel).min(1).max(1000).optional().describe('Nodes that run workloads of these.'),
  share: z
    .string()
    .max(8)
    .regex(/^[0-9]{1,3}(\.[0-9])?%$/, 'a share such as 10%')
    .optional()
    .describe('Of all nodes, rounded up: always the same ones, of those that no ring before has.'),
  observe: duration.optional().describe('So long it is judged beside what is in force, before it counts. Default 0s.'),
  confirm: duration
    .optional()
    .describe('So long it counts before its gates decide. Default 1m, at most half of confirmWithin.'),
  hold: duration.optional().describe('So long after that before the next ring begins. Default 0s.'),
  gates: z.array(gate).max(50).optional().describe('Beside those of all rings.'),
}).describe('Exactly one of nodes, namespaces and share.');

const clock = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time of day such as 09:30');

export const freeze = fields({
  from: z.iso.datetime({ offset: true }).optional().describe('With until: once.'),
  until: z.iso.datetime({ offset: true }).optional(),
  days: z
    .array(z.enum(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']))
    .min(1)
    .optional()
    .describe('On which it begins. Default every day.'),
  start: clock.optional().describe('With end and timeZone: every week.'),
  end: clock.optional().describe('Not after start: on the day after.'),
  timeZone: z.string().max(64).optional().describe('IANA name, such as Europe/Berlin.'),
  reason: z.string().max(1000).optional(),
}).describe('No ring begins then; what has begun is brought to its end.');

export const rolloutPolicySpec = fields({
  owner: z.string().max(1000).optional(),
  description: z.string().max(1000).optional(),
  meanwhile: z
    .enum(['queue', 'fold'])
    .optional()
    .describe(
      'What becomes of a change that comes while one is on its way. queue: it waits. fold: the run begins anew with both. Default queue.',
    ),
  confirmWithin: duration
    .optional()
    .describe('A ring that is not confirmed so long after it counts is back by itself. Default 15m.'),
  rings: z.array(ring).min(1).max(20).describe('In order. All other nodes are the last ring.'),
  rest: fields({
    observe: duration.optional(),
    confirm: duration.optional(),
  })
    .optional()
    .describe('The last ring.'),
  gates: z.array(gate).max(50).optional().describe('Of every ring. Realised on every node is always one.'),
  freeze: z.array(freeze).max(100).optional(),
});

export const rolloutPolicy = authored(API_VERSION, 'RolloutPolicy', rolloutPolicySpec);

export type RolloutPolicySource = z.infer<typeof rolloutPolicy>;
export type GateSource = z.infer<typeof gate>;
export type RingSource = z.infer<typeof ring>;
export type FreezeSource = z.infer<typeof freeze>;
