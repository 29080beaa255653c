/** What the policy says of a class of packets, in the words in which verification compares. */
import type { Address, Direction } from '../net/types.js';
import { type Attribution, judgeView } from '../policy/judge.js';
import { compareText } from '../policy/order.js';
import type { NodeView, ViewEndpoint, ViewPolicy } from '../policy/view.js';
import { MatchIndex } from './classes.js';
import type { Steps } from './steps.js';

/** What the reference says, asked with what a class can meet alone. */
export class Expectations {
  readonly index: MatchIndex;
  readonly #view: NodeView;
  readonly #endpoint: ViewEndpoint;
  readonly #direction: Direction;
  /** Default of all policies that isolate; undefined: none does. */
  readonly #isolated: string | undefined;

  private constructor(
    view: NodeView,
    endpoint: ViewEndpoint,
    direction: Direction,
    policies: readonly ViewPolicy[],
    index: MatchIndex,
  ) {
    this.index = index;
    this.#endpoint = endpoint;
    this.#direction = direction;
    const isolating = policies.filter(({ tier, isolates }) => tier === 'group' && isolates[direction]);
    this.#isolated = isolating.length === 0 ? undefined : defaultOf(isolating.map(({ id }) => id).sort(compareText));
    this.#view = view;
  }

  /** @param view without endpoints, policies and sets @param policies the endpoint's, with the rules of that direction */
  static *of(
    view: NodeView,
    endpoint: ViewEndpoint,
    direction: Direction,
    policies: readonly ViewPolicy[],
  ): Steps<Expectations> {
    return new Expectations(view, endpoint, direction, policies, yield* MatchIndex.of(policies));
  }

  expect(peer: Address, naming: readonly number[], key: number, atMs: number): string {
    const met = this.index.reduced(naming, key);
    const policies = this.#isolated === undefined ? met : [...met, isolator(this.#direction)];
    const endpoint = { ...this.#endpoint, policies: policies.map((policy) => policy.key) };
    const view: NodeView = { ...this.#view, endpoints: [endpoint], policies };
    const { verdict, by, audit } = judgeView(view, endpoint.id, this.#direction, peer, key, atMs);
    return text(verdict, this.#name(by), audit && text(audit.verdict, this.#name(audit.by)));
  }

  #name(by: Attribution): string {
    if (by.kind === 'rule') return by.rule;
    return by.isolatedBy.length > 0 ? (this.#isolated ?? defaultOf(by.isolatedBy)) : defaultOf([]);
  }
}

/** Stands for the policies that isolate and have no rule for the class. */
const isolator = (direction: Direction): ViewPolicy => ({
  key: '',
  id: '',
  tier: 'group',
  priority: 0,
  isolates: { ingress: direction === 'ingress', egress: direction === 'egress' },
  rules: [],
  source: { file: '', line: 0 },
});

const defaultOf = (isolatedBy: readonly string[]): string => `default [${isolatedBy.join(', ')}]`;

export const text = (verdict: string, by: string, audit?: string): string =>
  `${verdict} by ${by}${audit === undefined ? '' : `; audit: ${audit}`}`;
