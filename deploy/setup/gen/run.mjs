/**
 * Makes src/gen from proto/ and bpf/abi/, and the pages docs/errors.md, proto/wire.txt, and the RBAC of deploy/; `--check` compares instead of
 * writing and exits 1 on a difference; `--pages` leaves src/gen, which takes long.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { ROOT } from '../paths.mjs';
import { SetupError, say } from '../progress.mjs';
import { abiModule } from './abi.mjs';
import { errorsPage } from './errors.mjs';
import { protoModules } from './proto.mjs';
import { rbacFiles } from './rbac.mjs';
import { wireText } from './wire.mjs';

const checking = process.argv.includes('--check');
const pagesOnly = process.argv.includes('--pages');
const GEN = join('src', 'gen');

try {
  const modules = pagesOnly ? {} : { ...(await protoModules()), ...(await abiModule({ checking })) };
  const files = {
    ...Object.fromEntries(Object.entries(modules).map(([name, text]) => [join(GEN, name), text])),
    ...(checking && !pagesOnly ? {} : { 'docs/errors.md': errorsPage(), 'proto/wire.txt': wireText(), ...rbacFiles() }),
  };
  mkdirSync(join(ROOT, GEN), { recursive: true });
  const changed = Object.entries(files).filter(([name, text]) => {
    const path = join(ROOT, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  for (const [name, text] of changed) {
    const path = join(ROOT, name);
    if (checking) say(`${relative(ROOT, path)} is not what its sources give: run npm run gen`);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      say(`wrote ${relative(ROOT, path)}`);
    }
  }
  if (changed.length === 0) say(`generated files are up to date (${Object.keys(files).join(', ')})`);
  else if (checking) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
