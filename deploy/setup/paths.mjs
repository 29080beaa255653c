import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Stamps, logs and incremental state; safe to delete. */
export const CACHE = join(ROOT, '.cache');
