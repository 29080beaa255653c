/** The controller of the bench, in a process of its own: the source is this script, everything else is the product's. */
import type { SourceEvents } from '../../src/controller/source.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { encodeChange } from '../../src/distribution/delta.js';
import { osg } from '../../src/gen/proto.js';
import { serve } from '../distribution/child.js';
import { type Case, type CaseWorld, type Real, worldOf } from './worlds.js';

interface Start {
  readonly name: Case;
  readonly scale: number;
  readonly real: Real;
  readonly stateDir: string;
  readonly listen: string;
}

export interface Changed {
  /** Unix milliseconds at which the source told the controller. */
  readonly at: number;
  /** CPU of this process for the change, milliseconds. */
  readonly cpuMs: number;
  /** Of the delta that n1 got. */
  readonly bytes: number;
  readonly revision: number;
}

let running: RunningController | undefined;
let events: SourceEvents | undefined;
let world: CaseWorld | undefined;

const version = () => ({ id: 'bench', author: '', subject: '', timeUnixUs: Date.now() * 1000 });

serve({
  start: async ({ name, scale, real, stateDir, listen }: Start): Promise<string> => {
    world = worldOf(name, scale, real);
    const upserts = [...world.objects.filter(({ key }) => key !== world?.change.off.key), world.change.off];
    running = await startController({
      policies: {
        start: async (to) => {
          events = to;
          to.changed({ upserts, deletes: [], admission: 'each', version: version(), who: 'bench' });
        },
        close: () => undefined,
      },
      stateDir,
      listen,
    });
    return world.say;
  },
  change: (on: boolean): Changed => {
    const { fleet } = (running as RunningController).controller;
    const object = on ? world?.change.on : world?.change.off;
    const at = performance.timeOrigin + performance.now();
    const before = process.cpuUsage();
    events?.changed({
      upserts: object === undefined ? [] : [object],
      deletes: [],
      admission: 'each',
      version: version(),
      who: 'bench',
    });
    const { user, system } = process.cpuUsage(before);
    const target = fleet.target('n1');
    const change = target?.made?.change;
    const bytes = change === undefined ? 0 : osg.v1.Delta.encode(encodeChange(change)).finish().length;
    return { at, cpuMs: (user + system) / 1000, bytes, revision: target?.revision ?? 0 };
  },
});
