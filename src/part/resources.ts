/** What a process holds open. */

/** Closed last in, first out, each once; all of them, also when one fails to close. */
export class Resources {
  readonly #held: { close(): unknown }[] = [];
  #closing: Promise<void> | undefined;

  /**
   * Builds something over resources that are closed again when it fails half way (F121).
   * @throws what `build` threw
   */
  static async open<T>(build: (resources: Resources) => T | Promise<T>): Promise<T> {
    const resources = new Resources();
    try {
      return await build(resources);
    } catch (error) {
      await resources.close().catch(() => undefined);
      throw error;
    }
  }

  /** Holds it; gives it back. */
  add<T extends { close(): unknown }>(resource: T): T {
    if (this.#closing !== undefined) throw new Error('resources are added while they are closed');
    this.#held.push(resource);
    return resource;
  }

  /** Holds what is undone by a call. */
  defer(close: () => unknown): void {
    this.add({ close });
  }

  /** @throws as `closeAll` */
  close(): Promise<void> {
    this.#closing ??= closeAll(this.#held.reverse());
    return this.#closing;
  }
}

/** In that order, one after the other. @throws what failed to close: the error, or an AggregateError of several; the others are closed. */
export async function closeAll(resources: readonly { close(): unknown }[]): Promise<void> {
  const errors: unknown[] = [];
  for (const resource of resources) {
    try {
      await resource.close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('; '));
}
