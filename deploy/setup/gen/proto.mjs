/** proto/ → one static protobuf.js module with declarations. 64-bit integers become numbers. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { run } from '../progress.mjs';
import { filesBelow } from '../stamp.mjs';

const MARK = '// Code generated from proto/ by npm run gen. DO NOT EDIT.\n';

/** What nobody calls is not generated: every part loads the module at its start. */
const UNUSED = ['--no-verify', '--no-delimited', '--no-typeurl'];

/** @returns {Promise<Record<string, string>>} file name → text */
export async function protoModules() {
  const sources = filesBelow('proto', (path) => path.endsWith('.proto'));
  if (sources.length === 0) return {};
  const folder = mkdtempSync(join(tmpdir(), 'osg-gen-'));
  try {
    const module = join(folder, 'proto.js');
    const bin = join('node_modules', 'protobufjs-cli', 'bin');
    const flags = ['-t', 'static-module', '-w', 'esm', '--force-number', '--no-service', '-p', 'proto', ...UNUSED];
    await run(process.execPath, [join(bin, 'pbjs'), ...flags, '-o', module, ...sources], { log: 'gen-pbjs' });
    const types = join(folder, 'proto.d.ts');
    await run(process.execPath, [join(bin, 'pbts'), '-o', types, module], { log: 'gen-pbts' });
    if (!existsSync(types)) throw new Error('pbts wrote nothing');
    return {
      'proto.js': MARK + forNode(withWords(withoutComments(readFileSync(module, 'utf8')))),
      'proto.d.ts': MARK + readFileSync(types, 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The declarations are made of the comments, and carry them on; in the module they were a third of its bytes.
 * @param {string} text
 */
const withoutComments = (text) => text.replace(/^ *\/\*\*\n(?: +\*.*\n)+/gm, '').replace(/\n{2,}/g, '\n');

/**
 * Objects may have words for enumerations: as `enums` toObject takes String or, from here on, a function of the enumeration and the value.
 * @param {string} text
 */
const withWords = (text) =>
  text
    .split(/(?=\.toObject = function)/)
    .map((part) => {
      const fields = part.matchAll(/object\.(\w+)(?:\[j\])? = options\.enums === \$String \? (\$root\.[\w.]+)\[/g);
      const enums = new Map([...fields].map(([, field = '', type = '']) => [field, type]));
      return part.replace(
        /(object\.(\w+)(?:\[j\])? = options\.enums === \$String \? .*) : (\S+);$/gm,
        (line, head, field, value) => {
          if (!enums.has(field))
            throw new Error(`protobufjs writes an enumeration in a way that is not known: ${line}`);
          return `${head} : options.enums ? options.enums(${enums.get(field)}, ${value}) : ${value};`;
        },
      );
    })
    .join('');

/**
 * protobufjs/minimal is CommonJS without an exports map: Node's ESM wants its extension and gives its exports as default.
 * Where a package `long` is installed, protobufjs would decode 64-bit integers to its objects, whatever the declarations say.
 * @param {string} text
 */
const forNode = (text) =>
  text.replace(
    /^import (\* as )?\$protobuf from "protobufjs\/minimal(\.js)?";$/m,
    'import $protobuf from "protobufjs/minimal.js";\n\n// 64-bit integers are numbers.\n$protobuf.util.Long = undefined;\n$protobuf.configure();',
  );
