/** The text of a CNI configuration, with our plugin as the last of its chain, and without. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { InstallerError } from './error.js';

/** The plugin's name: that of its binary. */
export const PLUGIN = 'osg-cni';
/** Kept beside what was changed; a runtime takes only `.conf`, `.conflist` and `.json`. */
export const ORIGINAL = '.osg-original';
/** Plugins whose own configuration names the chain that counts: ours belongs there, not behind them. */
const META = new Set(['multus', 'multus-shim', 'genie']);

export interface PluginSettings {
  readonly agentSocket: string;
  /** An ADD waits so long for the agent, 1 to 110. */
  readonly timeoutSeconds: number;
  /** Pods start without policy when the agent does not answer. */
  readonly failOpen: boolean;
}

type Json = Record<string, unknown>;

export const entryOf = ({ agentSocket, timeoutSeconds, failOpen }: PluginSettings): Json => ({
  type: PLUGIN,
  agentSocket,
  timeoutSeconds,
  failOpen,
  capabilities: { 'io.kubernetes.cri.pod-annotations': true },
});

/** The configuration that a runtime takes among the files of its folder: the first by name. */
export const primaryOf = (names: readonly string[]): string | undefined =>
  names.filter((name) => /\.(conf|conflist|json)$/.test(name)).sort()[0];

/** Where the chain is kept: a single plugin's `.conf` becomes a `.conflist`. */
export const chainFile = (name: string): string => name.replace(/\.(conf|json)$/, '.conflist');

/** @throws InstallerError CONFLIST @param file for the message */
export function withPlugin(text: string, settings: PluginSettings, file: string): string {
  const whole = parse(text, file);
  const chain: Json =
    whole['plugins'] === undefined
      ? { cniVersion: whole['cniVersion'] ?? '1.0.0', name: whole['name'], plugins: [whole] }
      : whole;
  const plugins = chainOf(chain, file);
  const others = plugins.filter(({ type }) => type !== PLUGIN);
  if (others.length === 0) throw new InstallerError('CONFLIST', file, 'there is no plugin that makes an interface');
  const meta = others.find(({ type }) => META.has(String(type)));
  if (meta !== undefined)
    throw new InstallerError(
      'CONFLIST',
      file,
      `${String(meta['type'])} hands on to another configuration: name that one (--conf-file)`,
    );
  const entry = entryOf(settings);
  if (isDeepStrictEqual(plugins, [...others, entry]) && chain === whole) return text;
  return `${JSON.stringify({ ...chain, plugins: [...others, entry] }, null, 2)}\n`;
}

/** Whether our plugin is in the chain, wherever. */
export function hasPlugin(text: string): boolean {
  try {
    return chainOf(parse(text, ''), '').some(({ type }) => type === PLUGIN);
  } catch {
    return false;
  }
}

/**
 * Without ours: the original as it was, to the byte, where nothing else has changed since.
 * @throws InstallerError CONFLIST
 */
export function withoutPlugin(text: string, original: string | undefined, file: string): string {
  const chain = parse(text, file);
  const rest = { ...chain, plugins: chainOf(chain, file).filter(({ type }) => type !== PLUGIN) };
  if (original !== undefined && isDeepStrictEqual(JSON.parse(original), rest)) return original;
  return `${JSON.stringify(rest, null, 2)}\n`;
}

function parse(text: string, file: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Half written, or not ours to understand: the next look tells.
    throw new InstallerError('CONFLIST', file, `is no JSON (${(error as Error).message})`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InstallerError('CONFLIST', file, 'expected an object');
  return value as Json;
}

function chainOf({ plugins }: Json, file: string): Json[] {
  if (!Array.isArray(plugins) || plugins.some((plugin) => typeof plugin !== 'object' || plugin === null))
    throw new InstallerError('CONFLIST', file, 'plugins: expected a list of objects');
  return plugins as Json[];
}
