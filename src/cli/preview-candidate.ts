/** The policies that a preview is about: of a folder, or of a commit. */
import { execFile } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import type { TextFile } from '../policy/document.js';
import { loadSources, parseSources } from '../policy/load.js';
import type { World } from '../policy/model.js';
import { CliError, EXIT, safe } from './output.js';

export type Candidate = Pick<World, 'policies' | 'addressGroups'> & { readonly workloads: number };

const POLICY_FILE = /\.(ya?ml|json)$/i;
const MAX_BYTES = 256 << 20;

/** Inventory in the files does not count: it is that of the controller. @throws CliError */
export async function readCandidate(what: string, folder: string): Promise<Candidate> {
  const loaded = what.startsWith('git:')
    ? parseSources(await filesOf(what.slice('git:'.length), folder))
    : await loadSources([what]);
  return valid(loaded.world, loaded.diagnostics);
}

function valid({ policies, addressGroups, workloads }: World, diagnostics: readonly Diagnostic[]): Candidate {
  for (const diagnostic of diagnostics) process.stderr.write(`${safe(formatDiagnostic(diagnostic))}\n`);
  if (hasErrors(diagnostics)) throw new CliError(EXIT.usage, 'the policies are not valid: nothing was compared');
  return { policies, addressGroups, workloads: workloads.length };
}

/** Policy files of a commit below the folder, in the repository that it lies in: one's own. */
async function filesOf(revision: string, folder: string): Promise<TextFile[]> {
  if (revision === '' || revision.startsWith('-')) throw new CliError(EXIT.usage, `git:${revision}: names no commit`);
  const git = async (args: readonly string[]): Promise<string> => {
    try {
      const options = { cwd: folder, maxBuffer: MAX_BYTES, encoding: 'utf8' as const };
      return (await promisify(execFile)('git', ['--no-pager', ...args], options)).stdout;
    } catch (error) {
      const { stderr, message } = error as { stderr?: string; message: string };
      throw new CliError(EXIT.usage, `git:${revision}: ${(stderr || message).trim().split('\n')[0]}`, { cause: error });
    }
  };
  const top = (await git(['rev-parse', '--show-toplevel'])).trim();
  const commit = (await git(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`])).trim();
  const below = relative(top, resolve(folder)).replaceAll('\\', '/');
  const tree = below === '' ? commit : `${commit}:${below}`;
  const names = (await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree])).split('\0');
  const wanted = names.filter(
    (name) => POLICY_FILE.test(name) && !name.split('/').some((part) => part.startsWith('.')),
  );
  const files: TextFile[] = [];
  for (const path of wanted)
    files.push({ path, text: await git(['cat-file', 'blob', `${tree}${below === '' ? ':' : '/'}${path}`]) });
  return files;
}
