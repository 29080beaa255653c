/** The one error class of the agent. */

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
