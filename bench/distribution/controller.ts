/** The controller of the bench: the built one, as people run it. */
import type { ControllerOptions, RunningController } from '../../src/controller/start.js';
import { serve } from './child.js';

type Start = (options: ControllerOptions) => Promise<RunningController>;

let running: RunningController | undefined;

serve({
  /** @returns the address it listens on */
  start: async (options: ControllerOptions): Promise<string> => {
    const built = new URL('../../dist/controller/start.js', import.meta.url).href;
    const { startController } = (await import(built)) as { startController: Start };
    running = await startController(options);
    return running.address;
  },
});
