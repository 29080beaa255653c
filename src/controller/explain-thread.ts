/** The thread that explains: it reads the store by a connection of its own, and writes nothing. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { Job, Outcome, ThreadData } from './explain.js';
import { Past } from './past.js';

const { database, options } = workerData as ThreadData;
const db = new Database(database);
db.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;');
const past = new Past(db, options);

function outcome({ revision, denied, nowMs }: Job): Outcome {
  try {
    // One state of the store from its first row to its last.
    return { explanation: db.transaction(() => past.explain(revision, denied, nowMs))() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), code: (error as { code?: string }).code };
  }
}

parentPort?.on('message', (job: Job) => parentPort?.postMessage(outcome(job)));
