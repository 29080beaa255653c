/** The controller of the bench, in a process of its own: the source is this script, everything else is the product's. */
// As the product's own commands do, first.
import '../../src/part/controller-heap.js';
import type { SourceEvents } from '../../src/controller/source.js';
import { type RunningController, startController } from '../../src/controller/start.js';
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

/** What the last change made n1 get. */
export interface Sent {
  readonly kind: 'change' | 'whole';
  /** Of the message, without HTTP/2 around it. */
  readonly bytes: number;
}

/** To n1, since they were last asked for. */
const messages: osg.v1.ControllerMessage.$Properties[] = [];
let running: RunningController | undefined;
let events: SourceEvents | undefined;
let world: CaseWorld | undefined;

const version = () => ({ id: 'bench', author: '', subject: '', timeUnixUs: Date.now() * 1000 });

serve({
  start: async ({ name, scale, real, stateDir, listen }: Start): Promise<string> => {
    world = worldOf(name, scale, real);
    const off = world.change.off();
    const upserts = [...world.objects.filter(({ key }) => key !== off.key), off];
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
    const { fleet } = running.controller;
    const connect = fleet.connect.bind(fleet);
    fleet.connect = (hello, stream) =>
      connect(hello, {
        ...stream,
        write: (message) => {
          messages.push(message);
          stream.write(message);
        },
      });
    return world.say;
  },
  /** @returns when the source told the controller: CLOCK_MONOTONIC, nanoseconds */
  change: (on: boolean): number => {
    const object = on ? world?.change.on() : world?.change.off();
    const at = Number(process.hrtime.bigint());
    events?.changed({
      upserts: object === undefined ? [] : [object],
      deletes: [],
      admission: 'each',
      version: version(),
      who: 'bench',
    });
    return at;
  },
  sent: (): Sent => {
    const last = messages.at(-1);
    messages.length = 0;
    if (last === undefined) throw new Error('n1 got nothing');
    const bytes = osg.v1.ControllerMessage.encode(last).finish().length;
    return { kind: last.delta != null ? 'change' : 'whole', bytes };
  },
});
