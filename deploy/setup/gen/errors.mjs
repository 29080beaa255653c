/**
 * docs/errors.md from the error codes in src: every `export type XErrorCode`, a union of upper-case names, each behind a
 * comment that says what it means, beside the one class that has them. The statuses are of src/rpc/status.ts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { SetupError } from '../progress.mjs';
import { filesBelow } from '../stamp.mjs';

const UNION = /export type (\w+)ErrorCode =\n((?:\s*\/\*\*[\s\S]*?\*\/\s*\| '\w+')+);/;
const MEMBER = /\/\*\*\s*([\s\S]*?)\s*\*\/\s*\| '(\w+)'/g;
/** Classes whose codes are another's, and say so. */
const FOREIGN = new Set(['src/ebpf/addon.ts', 'src/cli/output.ts', 'src/policy/held-view.ts']);

/** @returns {Record<string, string>} code → gRPC status */
function statuses() {
  const text = readFileSync(join(ROOT, 'src/rpc/status.ts'), 'utf8');
  const table = text.slice(text.indexOf('const STATUS'), text.indexOf('};'));
  return Object.fromEntries([...table.matchAll(/(\w+): status\.(\w+),/g)].map(([, code, status]) => [code, status]));
}

/** @returns {string} the page; @throws {SetupError} an error class without documented codes */
export function errorsPage() {
  const status = statuses();
  /** @type {string[]} */
  const sections = [];
  for (const path of filesBelow('src', (file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).sort()) {
    if (FOREIGN.has(path)) continue;
    const text = readFileSync(join(ROOT, path), 'utf8');
    if (!/^export class \w+ extends Error/m.test(text)) continue;
    const [, name, members] = UNION.exec(text) ?? [];
    if (name === undefined || members === undefined)
      throw new SetupError(
        `${path}: an error class without codes: expected export type XErrorCode = /** meaning */ | 'CODE' …`,
      );
    const rows = [...members.matchAll(MEMBER)].map(([, comment = '', code = '']) => {
      if (!/^[A-Z][A-Z_]*$/.test(code)) throw new SetupError(`${path}: the code ${code} is not UPPER_CASE`);
      const meaning = comment.replaceAll(/\s*\n\s*\*\s*/g, ' ').replaceAll('|', '\\|');
      const anchor = `${name}-${code}`.toLowerCase().replaceAll('_', '-');
      return `| <a id="${anchor}"></a>\`${code}\` | ${meaning} | ${status[code] ?? 'INTERNAL'} |`;
    });
    sections.push(`## ${name}Error\n\n\`${path}\`\n\n| code | meaning | gRPC |\n|---|---|---|\n${rows.join('\n')}\n`);
  }
  return `# Errors

Made from the sources by \`npm run gen\`. Every layer has one error class with a \`code\`; a code is upper case and means the same
wherever it stands. Where a service throws it, the caller gets the gRPC status of the last column, and the code as the
metadata \`osg-code\`. Failures of kernel calls are \`BpfError\`, whose code is the errno's name, \`CLOSED\` after close, or \`ADDON\`.
Exit codes of the command line: [operations](operations.md).

${sections.join('\n')}`;
}
