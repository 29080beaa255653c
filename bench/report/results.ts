/** Kept results: `NAME.json`, an array of rows, and `NAME.setting.json`, where they were measured. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const rows = z.array(
  z.object({
    bench: z.string(),
    case: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    unit: z.string(),
    samples: z.array(z.number()),
    median: z.number(),
    min: z.number(),
    max: z.number(),
  }),
);

const setting = z.object({
  bench: z.string(),
  args: z.array(z.string()),
  kernel: z.string(),
  arch: z.string(),
  cpu: z.string(),
  cpus: z.number(),
  node: z.string(),
  commit: z.string(),
  at: z.string(),
  /** Load averages of one minute, before and after. */
  load: z.tuple([z.number(), z.number()]).optional(),
  /** Written by hand: what a reader of these figures has to know. Gone with the next run. */
  note: z.string().optional(),
});

export interface Result {
  /** File name without its ending. */
  readonly name: string;
  readonly setting: z.infer<typeof setting>;
  readonly rows: z.infer<typeof rows>;
}

/** Results by bench, in order of name. @throws {Error} naming the file and the field that is not as expected */
export function readResults(folder: string): Map<string, Result[]> {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json') && !file.endsWith('.setting.json'))
        .map((file) => file.slice(0, -'.json'.length))
    : [];
  const results = new Map<string, Result[]>();
  for (const name of names.sort()) {
    const result = {
      name,
      setting: read(join(folder, `${name}.setting.json`), setting),
      rows: read(join(folder, `${name}.json`), rows),
    };
    results.set(result.setting.bench, [...(results.get(result.setting.bench) ?? []), result]);
  }
  for (const those of results.values()) those.sort((a, b) => least(a) - least(b));
  return results;
}

/** Smallest number of rules in it: what orders the columns of tables. */
const least = ({ rows }: Result): number => Math.min(...rows.map(({ params }) => Number(params['rules'] ?? 0)));

function read<T>(file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file}: no result of a bench: ${z.prettifyError(parsed.error)}`);
}
