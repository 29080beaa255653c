import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from './diagnostics.js';
import { parseSources } from './load.js';

const file = (spec: string) => ({
  path: 'rollout.yaml',
  text: `apiVersion: openscg.dev/v1alpha1\nkind: RolloutPolicy\nmetadata: {name: default}\nspec:\n${spec}`,
});

const errorsOf = (spec: string): string[] =>
  parseSources([file(spec)])
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(formatDiagnostic);

describe('RolloutPolicy', () => {
  test('says rings, gates, freezes; what is left out has its default', () => {
    const { world, diagnostics } = parseSources([
      file(`  rings:
    - {name: canary, nodes: {matchLabels: {ring: canary}}, observe: 30s, confirm: 2m, hold: 1h}
    - {name: staging, namespaces: [staging]}
    - {name: tenth, share: 10%, gates: [{newDenies: {atMost: 3}}]}
  gates:
    - newAllows: {atMost: 0}
    - prometheus: {url: "http://prometheus:9090/", query: sum(up), atLeast: 1}
  freeze:
    - {days: [Fri], start: "16:00", end: "08:00", timeZone: Europe/Berlin, reason: weekend}
    - {from: "2026-12-20T00:00:00+01:00", until: "2027-01-02T00:00:00+01:00"}
`),
    ]);
    expect(diagnostics).toEqual([]);
    const [policy] = world.rollouts ?? [];
    expect(policy).toMatchObject({
      id: 'RolloutPolicy//default',
      meanwhile: 'queue',
      confirmWithinMs: 900_000,
      source: { file: 'rollout.yaml', line: 1 },
    });
    expect(policy?.rings.map(({ name }) => name)).toEqual(['canary', 'staging', 'tenth', 'rest']);
    expect(policy?.rings[0]).toMatchObject({ observeMs: 30_000, confirmMs: 120_000, holdMs: 3_600_000 });
    expect(policy?.rings[2]?.gates.map(({ name }) => name)).toEqual(['newAllows', 'prometheus', 'newDenies']);
    expect(policy?.rings[3]).toMatchObject({ select: { kind: 'rest' }, observeMs: 0, confirmMs: 60_000, holdMs: 0 });
    expect(policy?.freeze).toMatchObject([
      { kind: 'weekly', days: ['Fri'], start: 960, end: 480, timeZone: 'Europe/Berlin', reason: 'weekend' },
      { kind: 'once', fromMs: Date.parse('2026-12-19T23:00:00Z') },
    ]);
  });

  test('everything that is wrong is told with file, line and field', () => {
    expect(
      errorsOf(`  confirmWithin: 30s
  rings:
    - {name: a, nodes: {}, share: 10%}
    - {name: a}
    - {name: b, share: 0%, confirm: 5s}
  gates:
    - {newDenies: {atMost: 1}, cutFlows: {atMost: 1}}
    - prometheus: {url: "http://p:9090", query: up}
  freeze:
    - {days: [Fri], start: "16:00", end: "08:00", timeZone: Mars/Olympus}
    - {from: "2026-12-20T00:00:00Z", until: "2026-12-19T00:00:00Z"}
    - {reason: christmas}
`),
    ).toMatchInlineSnapshot(`
      [
        "rollout.yaml:7:7: error: RolloutPolicy//default spec.rings[0]: the ring mixes nodes and share (expected exactly one of nodes, namespaces, share)",
        "rollout.yaml:8:14: error: RolloutPolicy//default spec.rings[1].name: "a" is already that of rings[0]",
        "rollout.yaml:9:24: error: RolloutPolicy//default spec.rings[2].share: is no share (found "0%"; expected 0.1% to 100%)",
        "rollout.yaml:11:7: error: RolloutPolicy//default spec.gates[0]: the gate mixes newDenies and cutFlows (expected exactly one of newDenies, newAllows, cutFlows, denies, assertions, prometheus, webhook)",
        "rollout.yaml:12:19: error: RolloutPolicy//default spec.gates[1].prometheus: the query has no bound (expected atMost, atLeast or timesBaseline)",
        "rollout.yaml:14:61: error: RolloutPolicy//default spec.freeze[0].timeZone: is no time zone (found "Mars/Olympus"; expected an IANA name such as Europe/Berlin, or UTC)",
        "rollout.yaml:15:45: error: RolloutPolicy//default spec.freeze[1].until: is not after from (found "2026-12-19T00:00:00Z")",
        "rollout.yaml:16:7: error: RolloutPolicy//default spec.freeze[2]: a freeze needs from and until, or start, end and timeZone",
      ]
    `);
  });

  test('what is misspelt is refused', () => {
    expect(
      errorsOf(`  rings: [{name: a, nodez: {}}]
  gates: [{webhook: {url: "http://me:secret@hook/"}}]
  freeze: [{start: "25:00", end: "08:00", timeZone: UTC}]
`),
    ).toMatchInlineSnapshot(`
      [
        "rollout.yaml:5:21: error: RolloutPolicy//default spec.rings[0].nodez: unknown field "nodez" (expected one of name, nodes, namespaces, share, observe, confirm, hold, gates; did you mean nodes?)",
        "rollout.yaml:6:27: error: RolloutPolicy//default spec.gates[0].webhook.url: value not allowed (found "http://me:secret@hook/"; expected an http or https address without a password)",
        "rollout.yaml:7:20: error: RolloutPolicy//default spec.freeze[0].start: value not allowed (found "25:00"; expected a time of day such as 09:30)",
      ]
    `);
  });

  test('two of them are one too many', () => {
    const one = file('  rings: [{name: a, share: 10%}]\n');
    const other = { path: 'other.yaml', text: one.text.replace('name: default', 'name: second') };
    expect(parseSources([one, other]).diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "other.yaml:1:1: error: RolloutPolicy//second kind: there is one RolloutPolicy, and RolloutPolicy//default is declared at rollout.yaml:1",
      ]
    `);
  });
});
