/** A failure of the data plane as a whole; failures of single kernel calls are `BpfError`, of publishing `PublishError`. */
export class DatapathError extends Error {
  override readonly name = 'DatapathError';

  constructor(
    /**
     * `LAYOUT`: pinned state of another version. `ENDPOINT`: an index out of range or held by another. `CONFIG`: a setting that
     * makes no sense. `CLOSED`.
     */
    readonly code: 'LAYOUT' | 'ENDPOINT' | 'CONFIG' | 'CLOSED',
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
