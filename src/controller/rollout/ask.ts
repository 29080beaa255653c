/** What is asked over HTTP: a Prometheus server, a webhook. An answer that does not come, or says nothing, is no answer. */
import { GATE_VERDICTS } from '../../distribution/words.js';
import type { GatePlan } from '../../policy/rollout.js';
import type { RingQuestion } from './question.js';
import type { GateResult, Verdict } from './state.js';

/** The text of an answer with status 200. @throws Error: there is none within the time */
export type FetchText = (url: string, timeoutMs: number, body?: string) => Promise<string>;

/** Of an answer. */
const MOST_BYTES = 256 << 10;

/**
 * Policies name what is asked, and their authors are not the controller's operators: only what lies below one of these
 * prefixes is asked.
 */
export const fetchBelow =
  (prefixes: readonly string[]): FetchText =>
  async (url, timeoutMs, body) => {
    const target = new URL(url);
    if (!prefixes.some((prefix) => isBelow(target, new URL(prefix))))
      throw new Error(`${target.origin} is not asked: the controller is not told to (--gate-urls)`);
    const response = await fetch(target, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.length > MOST_BYTES) throw new Error(`answers more than ${MOST_BYTES} bytes`);
    }
    if (response.status !== 200) throw new Error(`answers ${response.status}`);
    return text;
  };

function isBelow(url: URL, prefix: URL): boolean {
  const path = prefix.pathname.endsWith('/') ? prefix.pathname : `${prefix.pathname}/`;
  return url.origin === prefix.origin && `${url.pathname}/`.startsWith(path);
}

const reasonOf = (error: unknown): string => {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return 'does not answer in time';
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
};

/** One number, or why there is none. */
export async function prometheusValue(
  { url, query, timeoutMs }: Extract<GatePlan, { kind: 'prometheus' }>,
  fetch: FetchText,
): Promise<number | string> {
  let text: string;
  try {
    text = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`, timeoutMs);
  } catch (error) {
    return `${url} ${reasonOf(error)}`;
  }
  try {
    const { status, data } = JSON.parse(text) as {
      status?: string;
      data?: { resultType?: string; result?: unknown };
    };
    if (status !== 'success') return `${url} answers ${String(status)}`;
    const result = data?.result;
    const samples =
      data?.resultType === 'scalar'
        ? [result]
        : ((Array.isArray(result) ? result : []) as { value?: unknown }[]).map(({ value }) => value);
    if (samples.length !== 1) return `the query gives ${samples.length} values, not one`;
    const value = Number((samples[0] as unknown[])[1]);
    return Number.isFinite(value) ? value : 'the query gives no number';
  } catch {
    return `${url} answers what is not Prometheus' JSON`;
  }
}

const VERDICTS: ReadonlySet<unknown> = new Set(GATE_VERDICTS.all);

export async function webhookAnswer(
  { url, timeoutMs, name }: Extract<GatePlan, { kind: 'webhook' }>,
  { rollout, revision, predecessor, ring, state, nodes }: RingQuestion,
  fetch: FetchText,
): Promise<Omit<GateResult, 'gate'>> {
  const inconclusive = (evidence: string): Omit<GateResult, 'gate'> => ({ verdict: 'inconclusive', evidence });
  const names = nodes.map(({ node }) => node);
  try {
    const question = { gate: name, rollout, revision, predecessor, ring, state, nodes: names };
    const said = JSON.parse(await fetch(url, timeoutMs, JSON.stringify(question))) as {
      result?: unknown;
      message?: unknown;
    };
    if (!VERDICTS.has(said.result)) return inconclusive(`${url} answers no result`);
    const message = typeof said.message === 'string' ? said.message.slice(0, 500) : '';
    return { verdict: said.result as Verdict, evidence: message === '' ? `${url} says so` : message };
  } catch (error) {
    return inconclusive(error instanceof SyntaxError ? `${url} answers what is no JSON` : `${url} ${reasonOf(error)}`);
  }
}
