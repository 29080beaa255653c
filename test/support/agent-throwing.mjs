/** `osg` as built, in whose callbacks from the addon something throws after SIGUSR2: a few times at a change of interfaces, at records. */
import { Reconciler } from '../../dist/agent/reconciler.js';
import { DenyNames } from '../../dist/flows/names.js';

const throwing = (object, method, times) => {
  const original = object[method];
  let left = times;
  object[method] = function (...args) {
    if (left-- > 0) throw new Error(`${method} throws in a callback`);
    return original.apply(this, args);
  };
};
process.once('SIGUSR2', () => {
  throwing(Reconciler.prototype, 'again', 2);
  throwing(DenyNames.prototype, 'context', 3);
});
await import('../../dist/cli/main.js');
