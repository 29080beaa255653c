/**
 * What a pod's start waits for because of us: the plugin's ADD, from its start to its answer, and the agent's part of it, with a
 * controller over an API server's stand-in in the same process. Pods begin 100 a minute. On a busy machine: `chrt -r 1 npm run
 * bench -- pod-start`, which gives agent, controller and plugin their processor at once; the setting says so.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Admission } from '../src/agent/cni/admission.js';
import { PodNode } from '../test/support/pod-node.js';

export const summary = 'latency that the CNI plugin adds to a pod’s start, at 100 pods a minute';

const PODS = 60;
const EVERY_MS = 600;
const PLUGIN = fileURLToPath(new URL('../native/build/osg-cni', import.meta.url));

export async function run(args: readonly string[]): Promise<object> {
  const pods = Number(args[0] ?? PODS);
  const answers: number[] = [];
  const answer = Admission.prototype.answer;
  Admission.prototype.answer = async function (...asked) {
    const began = performance.now();
    const said = await answer.apply(this, asked);
    if (asked[0].includes('"ADD"')) answers.push(performance.now() - began);
    return said;
  };
  const node = await PodNode.create();
  const added: number[] = [];
  const started: number[] = [];
  try {
    node.server.put('/apis/networking.k8s.io/v1/networkpolicies', {
      metadata: { name: 'closed', namespace: 'shop' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    await node.startController();
    await node.startAgent();
    for (let i = 0; i < pods; i++) {
      const next = sleep(EVERY_MS);
      node.show(`p${i}`);
      const pod = node.sandbox(`p${i}`);
      await node.make(pod);
      const { code, ms } = await node.add(pod);
      if (code !== 0) throw new Error(`ADD of p${i} failed: ${JSON.stringify(pod.answer.said)}`);
      if (node.agent?.agent.report().status?.endpoints?.find(({ id }) => id === `shop/p${i}`)?.state !== 'attached')
        throw new Error(`shop/p${i} is not under policy`);
      added.push(ms);
      const began = performance.now();
      execFileSync('nsenter', [`--net=${node.netns.path}`, PLUGIN], {
        env: { CNI_COMMAND: 'VERSION' },
        input: '{}',
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      started.push(performance.now() - began);
      await next;
    }
  } finally {
    Admission.prototype.answer = answer;
    await node.close();
  }
  const result = { pods, add: quantiles(added), agent: quantiles(answers), start: quantiles(started) };
  const line = ({ p50, p99 }: { p50: number; p99: number }): string => `p50 ${p50} ms, p99 ${p99} ms`;
  process.stdout.write(
    `${pods} pods, 100 a minute\nADD                    ${line(result.add)}\nof it the agent        ${line(result.agent)}\n` +
      `of it plugin's start   ${line(result.start)} (nsenter and the plugin, asked for its version)\n`,
  );
  return result;
}

/** Of milliseconds, rounded to tenths. */
function quantiles(values: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99) };
}
