/** The thread that explains: it reads the store by a connection of its own, and writes nothing. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Job, Outcome, ThreadData } from './explain.js';
import { Past } from './past.js';
import { openPast } from './sqlite/store.js';

const { store, options } = workerData as ThreadData;
const reader = openPast(store);
const past = new Past(reader, options);

async function outcome({ revision, denied, nowMs }: Job): Promise<Outcome> {
  try {
    return { explanation: await reader.inOneState(() => past.explain(revision, denied, nowMs)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), code: (error as { code?: string }).code };
  }
}

// One question at a time: `Explainer` asks the next when it has the answer.
parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await outcome(job)));
