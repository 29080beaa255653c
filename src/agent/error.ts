/** The one error class of the agent. */
import { CompileError } from '../compiler/compile.js';

export type AgentErrorCode =
  /** The state directory cannot be used. */
  | 'STATE'
  /** What was kept on disk is damaged. */
  | 'DAMAGED'
  /** The kernel or the machine lacks something. */
  | 'ENFORCEMENT'
  /** A setting that cannot be. */
  | 'CONFIG';

export class AgentError extends Error {
  readonly code: AgentErrorCode;
  readonly operation: string;

  constructor(code: AgentErrorCode, operation: string, message: string, options: { cause?: unknown } = {}) {
    super(`${operation}: ${message}`, { cause: options.cause });
    this.name = 'AgentError';
    this.code = code;
    this.operation = operation;
  }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const stateError = (path: string, error: unknown): AgentError =>
  new AgentError('STATE', path, textOf(error), { cause: error });

/** Why a revision cannot be put in force, as a Nack says it. */
export interface Why {
  readonly code: 'BUDGET' | 'INVALID' | 'INTERNAL';
  readonly object: string;
  readonly field: string;
  readonly reason: string;
}

/** Of whatever compiling or publishing threw. */
export function refusalOf(error: unknown): Why {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof CompileError)
    return {
      code: error.code === 'CAPACITY' ? 'BUDGET' : 'INVALID',
      object: error.field,
      field: error.code.toLowerCase(),
      reason,
    };
  const code = (error as { code?: unknown }).code;
  if (code === 'CAPACITY' || code === 'DEPTH')
    return { code: 'BUDGET', object: 'tables', field: String(code).toLowerCase(), reason };
  return { code: 'INTERNAL', object: 'datapath', field: '', reason };
}
