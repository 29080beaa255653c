/** The files of a node: the plugin's binary, the chain, the original beside it. Each is replaced whole, or not at all. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  chainFile,
  hasPlugin,
  ORIGINAL,
  PLUGIN,
  type PluginSettings,
  primaryOf,
  withoutPlugin,
  withPlugin,
} from './conflist.js';
import { InstallerError } from './error.js';

export interface Places extends PluginSettings {
  /** The host's folder of plugins. */
  readonly binDir: string;
  /** The host's folder of network configurations. */
  readonly confDir: string;
  /** One file of it; absent: the first by name, which is what a runtime takes. */
  readonly confFile?: string | undefined;
  /** The binary that is installed. */
  readonly plugin: string;
}

/** What was done, for the log; empty: all was as it should be. */
export type Done = readonly string[];

/** @throws InstallerError FILES */
export function installBinary({ binDir, plugin }: Places): Done {
  const target = join(binDir, PLUGIN);
  return guarded(target, () => {
    const wanted = readFileSync(plugin);
    if (existsSync(target) && readFileSync(target).equals(wanted)) return [];
    replace(target, wanted, 0o755);
    return [`${target} installed`];
  });
}

/** Whether pods are handed to us now: the chain that a runtime takes ends with our plugin, as it should be. */
export function isChained(places: Places): boolean {
  const name = primary(places);
  if (name === undefined) return false;
  const path = join(places.confDir, name);
  const text = readFileSync(path, 'utf8');
  return hasPlugin(text) && withPlugin(text, places, path) === text;
}

/** Whether our plugin is in any chain that a runtime may take. */
export const wasChained = ({ confDir }: Places): boolean =>
  existsSync(confDir) &&
  readdirSync(confDir).some((name) => /\.(conf|conflist|json)$/.test(name) && hasPlugin(read(join(confDir, name))));

/** @throws InstallerError: no configuration yet, one that nothing can be chained to, FILES */
export function chain(places: Places): Done {
  const name = primary(places);
  if (name === undefined)
    throw new InstallerError('CONFLIST', places.confDir, 'has no network configuration yet: the primary CNI writes it');
  const path = join(places.confDir, name);
  return guarded(path, () => {
    const text = readFileSync(path, 'utf8');
    const wanted = withPlugin(text, places, path);
    if (wanted === text) return [];
    const target = join(places.confDir, chainFile(name));
    // Of a chain that had ours, only otherwise, the original is there already.
    if (!hasPlugin(text)) replace(path + ORIGINAL, text, 0o600);
    replace(target, wanted, 0o600);
    if (target !== path) rmSync(path);
    return [`${target} ends with ${PLUGIN}; the original is ${path + ORIGINAL}`];
  });
}

/** Takes our plugin out of every chain, and then, when no pod is handed to it any more, its binary away. @throws InstallerError */
export function uninstall(places: Places): Done {
  const { confDir, binDir } = places;
  const done: string[] = [];
  const names = existsSync(confDir) ? readdirSync(confDir) : [];
  for (const name of names.filter((file) => /\.(conf|conflist|json)$/.test(file))) {
    const path = join(confDir, name);
    guarded(path, () => {
      const text = readFileSync(path, 'utf8');
      if (!hasPlugin(text)) return;
      const single = [`${name.replace(/list$/, '')}${ORIGINAL}`, name.replace(/conflist$/, `json${ORIGINAL}`)].find(
        (file) => file !== `${name}${ORIGINAL}` && names.includes(file),
      );
      if (single !== undefined) {
        // It was one plugin alone: back under its own name.
        renameSync(join(confDir, single), join(confDir, single.slice(0, -ORIGINAL.length)));
        rmSync(path);
        done.push(`${single.slice(0, -ORIGINAL.length)} is as it was`);
        return;
      }
      const original = names.includes(name + ORIGINAL) ? readFileSync(path + ORIGINAL, 'utf8') : undefined;
      replace(path, withoutPlugin(text, original, path), 0o600);
      rmSync(path + ORIGINAL, { force: true });
      done.push(`${path} is without ${PLUGIN}`);
    });
  }
  const target = join(binDir, PLUGIN);
  if (existsSync(target)) {
    guarded(target, () => rmSync(target));
    done.push(`${target} removed`);
  }
  return done;
}

function primary({ confDir, confFile }: Places): string | undefined {
  if (confFile !== undefined) return existsSync(join(confDir, confFile)) ? confFile : undefined;
  return existsSync(confDir) ? primaryOf(readdirSync(confDir)) : undefined;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** By a file beside it that no runtime looks at; on disk before it has the name. */
function replace(path: string, content: string | Buffer, mode: number): void {
  const beside = join(dirname(path), `.${basename(path)}.osg-new`);
  const file = openSync(beside, 'w', mode);
  try {
    writeFileSync(file, content);
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InstallerError) throw error;
    throw new InstallerError('FILES', path, (error as Error).message, { cause: error });
  }
}
