/**
 * proto/wire.txt: every field, number and method of the protocol, one a line. Lines are added by `npm run gen`; a line that
 * no longer holds fails the check, since an older part would misread the newer one. Whoever breaks the wire on purpose takes
 * the line out by hand and says so in the change log.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { ROOT } from '../paths.mjs';
import { SetupError } from '../progress.mjs';
import { filesBelow } from '../stamp.mjs';

const FILE = 'proto/wire.txt';

/** @param {protobuf.NamespaceBase} space @returns {string[]} */
function linesOf(space) {
  const name = space.fullName.slice(1);
  /** @type {string[]} */
  const lines = [];
  if (space instanceof protobuf.Type)
    for (const field of space.fieldsArray) {
      const map = field instanceof protobuf.MapField ? `map<${field.keyType}> ` : '';
      lines.push(`${name} ${field.id} ${field.name} ${map}${field.repeated ? 'repeated ' : ''}${field.type}`);
    }
  if (space instanceof protobuf.Service)
    for (const method of space.methodsArray) {
      const stream = (/** @type {boolean | undefined} */ on) => (on ? 'stream ' : '');
      lines.push(
        `${name} ${method.name} ${stream(method.requestStream)}${method.requestType} → ${stream(method.responseStream)}${method.responseType}`,
      );
    }
  for (const nested of space.nestedArray) {
    if (nested instanceof protobuf.Enum)
      for (const [value, id] of Object.entries(nested.values)) lines.push(`${nested.fullName.slice(1)} ${id} ${value}`);
    else if (nested instanceof protobuf.Namespace) lines.push(...linesOf(nested));
  }
  return lines;
}

const WORD = String.raw`[A-Za-z][\w-]*(?: \([^)]*\))?`;
/** Words and nothing else, maybe behind what they are of, and before what none means. */
const LIST = new RegExp(`^(?:[^:;,]*: )?${WORD}(?:,\\s+${WORD})+\\.?(?:;.*)?$`, 's');

/**
 * Fields of type string whose comment lists the words that they may have: what is one of a list is an enumeration.
 * @param {protobuf.NamespaceBase} space @returns {string[]}
 */
export function listedStrings(space) {
  const own = space instanceof protobuf.Type ? space.fieldsArray : [];
  return [
    ...own.flatMap(({ type, comment, fullName }) => (type === 'string' && LIST.test(comment ?? '') ? [fullName] : [])),
    ...space.nestedArray.flatMap((nested) => (nested instanceof protobuf.Namespace ? listedStrings(nested) : [])),
  ].map((name) => name.replace(/^\./, ''));
}

/** The text of proto/wire.txt as it should be. @throws {SetupError} a line that does not hold any more, or a list of words that is a string */
export function wireText() {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => (target.startsWith('/') ? target : join(ROOT, 'proto', target));
  root.loadSync(
    filesBelow('proto', (file) => file.endsWith('.proto')).map((file) => join(ROOT, file)),
    { keepCase: true, alternateCommentMode: true, preferTrailingComment: true },
  );
  const listed = listedStrings(root);
  if (listed.length > 0)
    throw new SetupError(
      `one of a list of words is an enumeration, not a string (src/rpc/words.ts): ${listed.join(', ')}`,
    );
  const now = new Set(linesOf(root));
  const path = join(ROOT, FILE);
  const before = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  const gone = before.filter((line) => !now.has(line));
  if (gone.length > 0)
    throw new SetupError(
      `the wire breaks: older parts have\n  ${gone.join('\n  ')}\nReserve the number and take another one; or, to break it, take these lines out of ${FILE} and say so in CHANGELOG.md.`,
    );
  return `${[...now].sort().join('\n')}\n`;
}
