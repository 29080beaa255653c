import { defineConfig } from 'vitest/config';

/**
 * Tests that load BPF, make namespaces or count what is left behind, after the pure ones. Two at a time, each in namespaces, folders
 * and a process of its own: what they count is their own process's, or goes by name or id.
 */
const KERNEL = ['test/**/*.test.ts', 'src/{agent,datapath,demo,ebpf}/**/*.test.ts'];
/**
 * Tests of running parts on the kernel, each in a process of its own that is not used again. Most of their time they wait (for a
 * timeout, a deadline, a process to be up), so that they and those of the kernel have their turns together.
 */
const LIFE = [
  'test/failure/**/*.test.ts',
  'test/netns/{demo,growth,owner,pods,revocation,succession,tools-scapy,trial-sides}.test.ts',
  'test/bpf/**/*.test.ts',
  'test/policy-cli.test.ts',
];
/** Tests of whole parts without kernel: sockets, processes, databases of their own. Side by side, and they need what was built. */
const PARTS = [
  'src/{agent,cli}/**/*.test.ts',
  'src/controller/explain.test.ts',
  'src/ebpf/layout.test.ts',
  'test/corpus.test.ts',
  'test/support/seeds.test.ts',
  'test/failure/{collector-access,collector-names,control,history,control-link,control-tls,part-start,start-steps,trust-claims}.test.ts',
];
/** Tests of computation, side by side. */
const PURE = ['src/**/*.test.ts', 'deploy/**/*.test.ts'];
/** Hours long: only by `npm run test:soak`. */
const SOAK = process.env['OSG_SOAK'] === undefined ? ['test/soak/**'] : [];
/** Minutes to hours long, beside their short forms elsewhere: only by `npm run test:fuzz`. */
const FUZZ = process.env['OSG_FUZZ'] === undefined ? ['test/fuzz/**'] : [];

/** On a real Kubernetes API server, built once: only by `npm run test:kubernetes`. */
const KUBERNETES = process.env['OSG_KUBERNETES'] === undefined ? ['test/kubernetes/**'] : [];

/** How many times slower than usual this machine is: emulated kernels (test/kernels) say so. */
const SLOW = Number(process.env['OSG_SLOW'] ?? 1);

/** Deadlines only end what fails: a busy machine is no fault of the product. */
const common = {
  pool: 'forks',
  testTimeout: 60_000 * SLOW,
  hookTimeout: 90_000 * SLOW,
  expect: { poll: { timeout: 20_000 * SLOW } },
} as const;

export default defineConfig({
  test: {
    reporters: ['default', './test/support/reporter.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          include: PURE,
          exclude: [...KERNEL, ...PARTS],
          // They share no state, so they may share a process: importing again for each file took as long as the tests.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'parts',
          // Processes are started, two tests at a time.
          testTimeout: 90_000 * SLOW,
          include: PARTS,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          globalSetup: ['./test/support/built.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'kernel',
          include: KERNEL,
          exclude: [...SOAK, ...FUZZ, ...KUBERNETES, ...PARTS, ...LIFE],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: ['./test/support/built.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'life',
          testTimeout: 90_000 * SLOW,
          include: LIFE,
          exclude: PARTS,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: ['./test/support/built.ts'],
        },
      },
    ],
  },
});
