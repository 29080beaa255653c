/** A measurement that measured something wrong, or could not be made. */
export class PeersError extends Error {
  override readonly name = 'PeersError';

  constructor(
    /** MISSING: commands are not there. COMMAND: one failed. WRONG: a packet got the wrong verdict. ARGUMENT: of the command line. */
    readonly code: 'MISSING' | 'COMMAND' | 'WRONG' | 'ARGUMENT',
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
