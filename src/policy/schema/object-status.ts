import { z } from 'zod';
import { crd, fields } from './base.js';

/** What the controller says of an object of ours in a cluster; nobody else writes it. */
export const objectStatus = fields({
  observedGeneration: z.int().min(0).optional().describe('The generation of the spec that the rest speaks of.'),
  members: z.int().min(0).optional().describe('Workloads that are members now.'),
  references: z.int().min(0).optional().describe('Other objects in the cluster whose rules refer to this one.'),
  nodes: z.string().max(40).optional().describe('Realised on so many of the nodes concerned: 3/4.'),
  revision: z.int().min(0).optional().describe('The policy revision that holds it.'),
  conditions: z
    .array(
      fields({
        type: z.string().max(316).describe('Accepted or Realised.'),
        status: z.enum(['True', 'False', 'Unknown']).describe('Whether it is so.'),
        reason: z.string().max(1024).describe('Why, in one word for machines.'),
        message: z
          .string()
          .max(32_768)
          .describe('Why, for people: the field and what is wrong with it, or which nodes lag.'),
        lastTransitionTime: z
          .string()
          .describe('Since when the status is what it is.')
          .meta(crd({ format: 'date-time' })),
        observedGeneration: z.int().min(0).optional().describe('The generation of the spec that it speaks of.'),
      }),
    )
    .max(8)
    .optional()
    .describe('Accepted: the spec is in force. Realised: on every node concerned.')
    .meta(crd({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] })),
}).describe('Written by the controller.');
