import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import { listedStrings } from './wire.mjs';

const strings = (fields: string): string[] =>
  listedStrings(
    protobuf.parse(`syntax = "proto3";\npackage osg.v1;\nmessage M {\n${fields}\n}`, {
      keepCase: true,
      alternateCommentMode: true,
      preferTrailingComment: true,
    }).root,
  );

it('a string whose comment lists its words is refused', () => {
  for (const comment of [
    'attached, waiting, failed, denied',
    'STALE_BASE, EMPTY, BUDGET',
    'refused, held (by a rollback)',
    'of reverted: deadline, decision, reboot',
    'came, changed, went; empty: that object did not change',
  ]) {
    expect(strings(`  string id = 1;\n  string state = 2;  // ${comment}`), comment).toEqual(['osg.v1.M.state']);
    expect(strings(`  // ${comment}\n  repeated string state = 2;`), comment).toEqual(['osg.v1.M.state']);
  }
  expect(strings('  message N {\n    string kind = 1;  // map, link\n  }')).toEqual(['osg.v1.M.N.kind']);
});

it('a string that says anything else is none of that', () => {
  for (const comment of [
    'of the first 3 that differ; at most 200 characters each',
    'tcp/8080, udp/53, tcp/8000-8100, icmp; empty: every packet',
    'workload namespace/name, group id, address or prefix',
    'the rule, policies or posture that make the difference',
    'where it runs; empty: unknown',
    'JSON',
  ])
    expect(strings(`  string text = 1;  // ${comment}`), comment).toEqual([]);
  expect(strings('  Kind kind = 1;  // running, paused or reverted\n  enum Kind { NONE = 0; }')).toEqual([]);
});
