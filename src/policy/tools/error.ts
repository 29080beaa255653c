/** What a policy tool cannot do, in a sentence for the person who asked. */
export class PolicyToolError extends Error {
  override readonly name = 'PolicyToolError';

  constructor(
    readonly code: 'probe' | 'nothing' | 'too-large' | 'assertions' | 'engine',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
