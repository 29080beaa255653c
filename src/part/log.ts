/** Logs: JSON lines on standard error. */
import pino, { type Logger } from 'pino';
import { escapeJson } from '../policy/diagnostics.js';

/** What is used of pino. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

const nothing = (): void => undefined;
export const SILENT: Log = { info: nothing, warn: nothing, error: nothing, debug: nothing };

/** One JSON object a line. @param out anything that takes lines without waiting */
export const logger = (name: string, level: string, out: pino.DestinationStream): Logger =>
  pino(
    {
      name: `osg-${name}`,
      level,
      redact: ['key', '*.key', 'privateKey', '*.privateKey'],
      base: { pid: process.pid },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    // What JSON leaves as it is, some terminals take for controls (F168).
    { write: (line) => void out.write(escapeJson(line)) },
  );
