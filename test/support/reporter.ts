import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

/** A test that did not run, and why. */
interface Skip {
  readonly test: string;
  readonly reason: string;
}

interface Counts {
  passed: number;
  failed: number;
  readonly skips: Skip[];
  /** Failures outside a test: a file that does not load, a hook that throws, an unhandled error. */
  readonly outside: string[];
}

const NO_REASON = 'NO REASON GIVEN (use ctx.skip(reason))';

/** Why a test that says nothing itself was skipped. */
function cause(test: TestCase): string {
  for (let owner: TestSuite | TestModule = test.parent; ; owner = owner.parent) {
    if (owner.errors().length > 0) return 'a hook failed before it';
    if (owner.type === 'module') break;
  }
  return test.options.mode === 'todo' ? 'not written yet (todo)' : NO_REASON;
}

/** Counts one test. */
function countTest(test: TestCase, counts: Counts): void {
  const result = test.result();
  if (result.state === 'passed') counts.passed += 1;
  else if (result.state === 'skipped') {
    counts.skips.push({
      test: `${test.module.relativeModuleId} > ${test.fullName}`,
      reason: result.note ?? cause(test),
    });
  } else {
    // A test still pending when the run ends was cut off: that is no pass.
    counts.failed += 1;
  }
}

function countOutside(owner: TestModule | TestSuite, name: string, counts: Counts): void {
  for (const error of owner.errors()) counts.outside.push(`${name}: ${error.message.split('\n')[0]}`);
}

/**
 * Ends a run with every skip and its reason, every failure outside a test, and one last line
 * `N passed, N failed, N skipped`; the line goes to the file that OSG_TEST_SUMMARY names instead, when it is set.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    const counts: Counts = { passed: 0, failed: 0, skips: [], outside: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) countTest(test, counts);
      countOutside(module, module.relativeModuleId, counts);
      for (const suite of module.children.allSuites()) {
        countOutside(suite, `${module.relativeModuleId} > ${suite.fullName}`, counts);
      }
    }
    for (const error of unhandled) counts.outside.push(`unhandled: ${error.message}`);
    if (modules.length === 0) counts.outside.push('no test file was run');

    const line = `${counts.passed} passed, ${counts.failed + counts.outside.length} failed, ${counts.skips.length} skipped`;
    const path = process.env['OSG_TEST_SUMMARY'];
    if (path !== undefined) writeFileSync(path, `${line}\n`);
    // After the default reporter's own summary, which is printed in the same turn.
    setImmediate(() => {
      for (const failure of counts.outside) console.log(`failed outside a test: ${failure}`);
      for (const { test, reason } of counts.skips) console.log(`skipped: ${test}\n         ${reason}`);
      if (path === undefined) console.log(line);
    });
  }
}
