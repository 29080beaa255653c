/**
 * `osg` as built, whose agent gives flows no recovery window. The environment may name a moment (OSG_TEST_DIE) at which it
 * dies as by SIGKILL: of a layout's succession, or of a publication, that one after it got SIGUSR2.
 */
import { LastGood } from '../../dist/agent/last-good.js';
import { Arena } from '../../dist/datapath/arena.js';
import { Attachment } from '../../dist/datapath/attach.js';
import { Datapath } from '../../dist/datapath/datapath.js';
import { KernelObject } from '../../dist/datapath/programs.js';
import { Publisher } from '../../dist/datapath/publisher.js';
import { Shadow } from '../../dist/datapath/shadow.js';
import { Succession } from '../../dist/datapath/succession.js';

const open = Datapath.open;
Datapath.open = (options) => open.call(Datapath, { ...options, recoveryMs: 0 });

const die = () => process.kill(process.pid, 'SIGKILL');
/** Before the next call of a method after SIGUSR2. */
const armed = (object, method) => process.once('SIGUSR2', () => before(object, method, 1));
/** Before the nth call of a method. */
const before = (object, method, nth) => {
  const original = object[method];
  let calls = 0;
  object[method] = function (...args) {
    if (++calls === nth) die();
    return original.apply(this, args);
  };
};
const moments = {
  /** On disk, nothing of it in the tables. */
  prepared: () => armed(Publisher.prototype, 'publish'),
  /** All lines written, not in force. */
  written: () => armed(Arena.prototype, 'setRoot'),
  /** In force, and nothing after that. */
  published: () => armed(Shadow.prototype, 'follow'),
  /** In force, on disk as what is about to be. */
  uncommitted: () => armed(LastGood.prototype, 'commit'),
  shared: () => before(Succession.prototype, 'states', 1),
  copied: () => before(Attachment, 'attach', 1),
  /** Of three interfaces one has the new programs. */
  half: () => before(Attachment, 'attach', 2),
  swapped: () => before(Succession.prototype, 'finish', 1),
  /** Some counts are moved. */
  counts: () => {
    const load = KernelObject.load;
    KernelObject.load = (options) => {
      const kernel = load.call(KernelObject, options);
      const { addition } = kernel;
      let added = 0;
      Object.defineProperty(kernel, 'addition', {
        value: { close: () => addition.close(), testRun: (run) => (++added === 4 ? die() : addition.testRun(run)) },
      });
      return kernel;
    };
  },
};
const moment = process.env.OSG_TEST_DIE;
if (moment !== undefined) moments[moment]();
await import('../../dist/cli/main.js');
