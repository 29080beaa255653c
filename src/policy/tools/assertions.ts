/** Named assertions about policies, kept beside them: `osg policy test`. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { evaluate } from '../evaluate.js';
import type { DirectionDecision, FlowDecision } from '../flow.js';
import type { Posture, World } from '../model.js';
import { formatEnds, ProbeError, probeFlows } from '../probe.js';
import { demandWorkloads, PolicyToolError } from './error.js';
import { escapeXml } from './render.js';

const name = z.union([z.string(), z.array(z.string()).min(1)]);

const schema = z.strictObject({
  /** Files and folders, relative to this file. */
  policies: z.array(z.string()).min(1),
  posture: z.enum(['kubernetes', 'openstack', 'closed']).optional(),
  now: z.iso.datetime({ offset: true }).optional(),
  tests: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        from: name,
        to: name,
        protocol: z.union([z.string(), z.number()]).optional(),
        port: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)]).optional(),
        type: z.union([z.string(), z.number()]).optional(),
        code: z.number().optional(),
        family: z.union([z.literal(4), z.literal(6)]).optional(),
        at: z.iso.datetime({ offset: true }).optional(),
        expect: z.enum(['allow', 'deny']),
        /** The rule that must decide on one of the two sides. */
        rule: z.string().optional(),
      }),
    )
    .min(1),
});

export interface AssertionFile {
  readonly policies: readonly string[];
  readonly posture?: Posture;
  readonly nowMs?: number;
  readonly tests: readonly Assertion[];
}

export interface Assertion {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly (string | number | undefined)[];
  readonly rest: {
    readonly protocol?: string | number;
    readonly type?: string | number;
    readonly code?: number;
    readonly family?: 4 | 6;
  };
  readonly atMs?: number;
  readonly expect: 'allow' | 'deny';
  readonly rule?: string;
  readonly line: number;
}

export interface AssertionResult {
  readonly name: string;
  readonly line: number;
  readonly passed: boolean;
  /** Flows judged. */
  readonly flows: number;
  /** Why it failed, one line for each flow (at most ten). */
  readonly failures: readonly string[];
  readonly milliseconds: number;
}

/** @throws {PolicyToolError} code `ASSERTIONS`, with file and line of everything that is wrong */
export function parseAssertions(text: string, file: string): AssertionFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new PolicyToolError(
      'ASSERTIONS',
      `${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`,
    );
  const lineOf = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range !== undefined) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!parsed.success)
    throw new PolicyToolError(
      'ASSERTIONS',
      parsed.error.issues.map((i) => `${file}:${lineOf(i.path)}: ${i.path.join('.')}: ${i.message}`).join('\n'),
    );
  const { policies, posture, now, tests } = parsed.data;
  return {
    policies,
    ...(posture && { posture }),
    ...(now !== undefined && { nowMs: Date.parse(now) }),
    tests: tests.map(({ name, from, to, port, at, expect, rule, ...rest }, i) => ({
      name,
      from: [from].flat(),
      to: [to].flat(),
      ports: Array.isArray(port) ? port : [port],
      rest,
      ...(at !== undefined && { atMs: Date.parse(at) }),
      expect,
      ...(rule !== undefined && { rule }),
      line: lineOf(['tests', i]),
    })),
  };
}

/**
 * Judges every combination of every assertion, in both families where both ends have both.
 * @throws {PolicyToolError} code `NOTHING` without workloads
 */
export function runAssertions(world: World, { tests }: AssertionFile, nowMs: number): AssertionResult[] {
  demandWorkloads(world, 'test');
  return tests.map((test) => {
    const begun = performance.now();
    const failures: string[] = [];
    let flows = 0;
    for (const from of test.from) {
      for (const to of test.to) {
        for (const port of test.ports) {
          try {
            for (const flow of probeFlows(world, { from, to, ...(port !== undefined && { port }), ...test.rest })) {
              flows++;
              const decision = evaluate(world, flow, test.atMs ?? nowMs);
              const wrong = mismatch(test, decision);
              if (wrong !== undefined)
                failures.push(
                  `${from} → ${to}${port === undefined ? '' : ` port ${port}`} (${formatEnds(flow)}): ${wrong}`,
                );
            }
          } catch (cause) {
            if (!(cause instanceof ProbeError)) throw cause;
            failures.push(`${from} → ${to}: ${cause.field}: ${cause.message}`);
          }
        }
      }
    }
    return {
      name: test.name,
      line: test.line,
      passed: failures.length === 0,
      flows,
      failures: failures.slice(0, 10),
      milliseconds: performance.now() - begun,
    };
  });
}

function mismatch({ expect, rule }: Assertion, decision: FlowDecision): string | undefined {
  const { verdict, egress, ingress } = decision;
  if (egress.reason === 'no-endpoint' && ingress.reason === 'no-endpoint')
    return 'neither end is a workload with policy: nothing is judged here';
  if (verdict !== expect)
    return `expected ${expect}, got ${verdict}: ${because(verdict === 'deny' && egress.verdict === 'deny' ? egress : ingress)}`;
  const rules = [egress.rule?.rule, ingress.rule?.rule];
  if (rule !== undefined && !rules.includes(rule))
    return `expected rule ${rule}, decided by ${rules.filter((r) => r !== undefined).join(' and ') || 'no rule'}`;
  return undefined;
}

function because({ direction, reason, rule, isolatedBy, nearestMiss, ownNode }: DirectionDecision): string {
  const who = rule
    ? `${rule.rule} at ${rule.source.file}:${rule.source.line}`
    : isolatedBy
      ? `default deny of ${isolatedBy.join(', ')}`
      : reason;
  return `${direction} by ${who}${ownNode ? ', to its own node' : ''}${nearestMiss ? `; nearest ${nearestMiss.rule.rule}: expected ${nearestMiss.expected}, found ${nearestMiss.found}` : ''}`;
}

/** JUnit XML as CI systems read it. */
export function junit(file: string, results: readonly AssertionResult[]): string {
  const failed = results.filter((r) => !r.passed).length;
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const total = seconds(results.reduce((sum, r) => sum + r.milliseconds, 0));
  const cases = results.map((r) => {
    const open = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(r.name)}" file="${escapeXml(file)}" line="${r.line}" time="${seconds(r.milliseconds)}"`;
    if (r.passed) return `${open}/>`;
    return `${open}>\n      <failure message="${escapeXml(r.failures[0] ?? '')}">${escapeXml(r.failures.join('\n'))}</failure>\n    </testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${results.length}" failures="${failed}" time="${total}">\n  <testsuite name="${escapeXml(file)}" tests="${results.length}" failures="${failed}" errors="0" skipped="0" time="${total}">\n${cases.join('\n')}\n  </testsuite>\n</testsuites>\n`;
}
