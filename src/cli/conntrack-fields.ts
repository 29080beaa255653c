/** The fields of `agent.yaml` under `conntrack`: how many flows are tracked, and for how long. docs/revocation.md explains them. */
import { z } from 'zod';
import type { DatapathOptions } from '../datapath/options.js';
import { DEFAULT_TIMEOUTS, MOST_ENTRIES, type Timeouts } from '../datapath/settings.js';

const YEAR_S = 366 * 86_400;
const TIMEOUTS = Object.keys(DEFAULT_TIMEOUTS) as (keyof Timeouts)[];
const seconds = z.number().positive().max(YEAR_S);
const entries = z.int().min(0).max(MOST_ENTRIES);

export const conntrack = z
  .strictObject({
    guaranteed: entries.min(1).optional(),
    shared: entries.optional(),
    preallocated: entries.min(1).optional(),
    recoverySeconds: z.number().min(0).max(YEAR_S).optional(),
    timeoutSeconds: z
      .strictObject(
        Object.fromEntries(TIMEOUTS.map((name) => [name, seconds.optional()])) as Record<
          keyof Timeouts,
          z.ZodOptional<typeof seconds>
        >,
      )
      .optional(),
  })
  .optional();

/** Each may be set by a variable: `OSG_CONNTRACK_TIMEOUT_SECONDS_UDP_NEW`. */
export const CONNTRACK_FIELDS: readonly string[] = [
  ...['guaranteed', 'shared', 'preallocated', 'recoverySeconds'].map((name) => `conntrack.${name}`),
  ...TIMEOUTS.map((name) => `conntrack.timeoutSeconds.${name}`),
];

export function conntrackOptions(
  config: z.infer<typeof conntrack>,
): Pick<DatapathOptions, 'conntrack' | 'recoveryMs' | 'settings'> {
  const { recoverySeconds, timeoutSeconds = {}, guaranteed, shared, preallocated } = config ?? {};
  const timeouts = Object.entries(timeoutSeconds).map(([name, value]) => [name, (value as number) * 1000]);
  return {
    conntrack: {
      ...(guaranteed !== undefined && { guaranteed }),
      ...(shared !== undefined && { shared }),
      ...(preallocated !== undefined && { preallocated }),
    },
    ...(recoverySeconds !== undefined && { recoveryMs: recoverySeconds * 1000 }),
    settings: { timeouts: Object.fromEntries(timeouts) },
  };
}
