/** `osg` as built, whose agent gives flows no recovery window. */
import { Datapath } from '../../dist/datapath/datapath.js';

const open = Datapath.open;
Datapath.open = (options) => open.call(Datapath, { ...options, recoveryMs: 0 });
await import('../../dist/cli/main.js');
