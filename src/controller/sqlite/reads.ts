/** What reads the controller's file: over the writer's own connection, or over another one that sees what is written. */
import type { Db } from '../../sqlite/database.js';

export abstract class Reads {
  protected readonly db: Db;

  constructor(db: Db) {
    this.db = db;
  }

  /** What was given is written; who gives nothing waits for nothing. */
  flush(): Promise<void> {
    return Promise.resolve();
  }
}
