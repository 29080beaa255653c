/** The error of everything that asks a Kubernetes API server. */

export type KubernetesErrorCode =
  /** Kubeconfig or service account that cannot be used as it is. */
  | 'CONFIG'
  /** No connection, a broken one, or one that was silent for too long. */
  | 'UNREACHABLE'
  /** 401: the token or certificate is not (any longer) believed. */
  | 'UNAUTHORIZED'
  /** 403: RBAC lacks a verb. */
  | 'FORBIDDEN'
  /** 404: no such object, or a kind that is not served (yet). */
  | 'NOT_FOUND'
  /** 409: somebody else wrote first. */
  | 'CONFLICT'
  /** 410: the resource version or `continue` has been compacted away. */
  | 'GONE'
  /** 400, 415, 422: the request is not one for this server. */
  | 'INVALID'
  /** 429, or 503 with Retry-After: later. */
  | 'BUSY'
  /** Another status, or an answer that is no Kubernetes answer. */
  | 'SERVER';

const BY_STATUS: Readonly<Record<number, KubernetesErrorCode>> = {
  400: 'INVALID',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'INVALID',
  409: 'CONFLICT',
  410: 'GONE',
  415: 'INVALID',
  422: 'INVALID',
  429: 'BUSY',
  503: 'BUSY',
  504: 'BUSY',
};

export class KubernetesError extends Error {
  readonly code: KubernetesErrorCode;
  /** What was asked: `list pods`, `GET /api/v1/pods`. */
  readonly operation: string;
  /** HTTP status; 0 where there was none. */
  readonly status: number;
  /** How long the server asks to wait, if it does. */
  readonly retryAfterMs: number | undefined;
  /** An open stream that brought nothing for too long. */
  readonly silent: boolean;

  constructor(
    code: KubernetesErrorCode,
    operation: string,
    message: string,
    options: { status?: number; retryAfterMs?: number | undefined; silent?: boolean; cause?: unknown } = {},
  ) {
    super(`${operation}: ${message}`, { cause: options.cause });
    this.name = 'KubernetesError';
    this.code = code;
    this.operation = operation;
    this.status = options.status ?? 0;
    this.retryAfterMs = options.retryAfterMs;
    this.silent = options.silent ?? false;
  }
}

/** The error of an HTTP status; the message is the server's own, from its `Status` object where it sent one. */
export function statusError(operation: string, status: number, text: string, retryAfter?: string): KubernetesError {
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 300) * 1000 : undefined;
  return new KubernetesError(BY_STATUS[status] ?? 'SERVER', operation, `${status} ${reasonOf(text)}`, {
    status,
    retryAfterMs,
  });
}

/** The server's sentence, at most 500 characters. */
function reasonOf(text: string): string {
  try {
    const { message, reason } = JSON.parse(text) as { message?: unknown; reason?: unknown };
    const said = typeof message === 'string' && message !== '' ? message : reason;
    if (typeof said === 'string') return said.slice(0, 500);
  } catch {
    // Not a Status object: a proxy's page, or nothing.
  }
  return text.slice(0, 200).trim() || 'without a message';
}
