/** Makes src/gen from proto/ and bpf/abi/; `--check` compares instead of writing and exits 1 on a difference. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { ROOT } from '../paths.mjs';
import { SetupError, say } from '../progress.mjs';
import { abiModule } from './abi.mjs';
import { protoModules } from './proto.mjs';

const checking = process.argv.includes('--check');
const target = join(ROOT, 'src', 'gen');

try {
  const files = { ...(await protoModules()), ...(await abiModule({ checking })) };
  mkdirSync(target, { recursive: true });
  const changed = Object.entries(files).filter(([name, text]) => {
    const path = join(target, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  for (const [name, text] of changed) {
    const path = join(target, name);
    if (checking) say(`${relative(ROOT, path)} is not what its sources give: run npm run gen`);
    else {
      writeFileSync(path, text);
      say(`wrote ${relative(ROOT, path)}`);
    }
  }
  if (changed.length === 0) say(`src/gen is up to date (${Object.keys(files).join(', ')})`);
  else if (checking) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
