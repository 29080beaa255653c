/** The tables that are kept by hand, beside the protocol: nothing else asks for a method that nobody wrote down. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import * as methods from './methods.js';

const PROTO = fileURLToPath(new URL('../../proto/', import.meta.url));

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => (target.startsWith('/') ? target : `${PROTO}${target}`);
root.loadSync(readdirSync(`${PROTO}osg/v1`).map((name) => `osg/v1/${name}`));

function* all(space: protobuf.NamespaceBase): Generator<protobuf.ReflectionObject> {
  for (const nested of space.nestedArray) {
    yield nested;
    if (nested instanceof protobuf.Namespace) yield* all(nested);
  }
}

/** Whatever of the module is a table of methods. */
const known = Object.values(methods).flatMap((table) =>
  typeof table === 'object' ? Object.values(table as Record<string, { path?: string; streams?: string }>) : [],
);

it('every method of the protocol has its line, with the streams that it has there', () => {
  const declared = [...all(root)].flatMap((one) =>
    one instanceof protobuf.Service
      ? one.methodsArray.map(({ name, requestStream = false, responseStream = false }) => ({
          path: `/${one.fullName.slice(1)}/${name}`,
          streams: requestStream ? 'both' : responseStream ? 'server' : 'unary',
        }))
      : [],
  );
  expect(declared.length).toBeGreaterThan(20);
  const byPath = (a: { path?: string }, b: { path?: string }) => String(a.path).localeCompare(String(b.path));
  expect(known.map(({ path, streams }) => ({ path, streams })).sort(byPath)).toEqual(declared.sort(byPath));
});
