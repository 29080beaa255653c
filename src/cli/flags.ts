/** Flags of a part by configuration field. */
import type { Command } from 'commander';

/** Only flags that were given: defaults belong to the schema. */
export function flagsOf(command: Command, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const name = field.replaceAll(/\.([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return command.getOptionValueSource(name) === 'cli' ? [[field, command.getOptionValue(name) as unknown]] : [];
    }),
  );
}
