/** What operators may ask of the data plane. Answers only: nothing that is asked changes what is enforced, but for the end of flows. */
import type { Plan } from '../compiler/plan.js';
import type { Datapath } from '../datapath/datapath.js';
import { RpcError } from '../rpc/error.js';
import { type ConversationPage, conversationPage, type FlowPage, flowPage, type PageRequest } from './flows.js';
import { type Held, type VerifyResult, verifyLive } from './verify.js';

export interface QueryPort {
  /**
   * Reads the live tables back and compares them with what they should hold. One at a time.
   * @param held asked for anew after each revision @param over whether nobody waits for the answer any more: it ends then
   * @throws RpcError BUSY: another one is at work, or revision follows revision
   */
  verify(held: () => Held | undefined, over: () => boolean): Promise<VerifyResult>;
  /** Tracked flows, or their end. */
  conntrack(plan: Plan, request: PageRequest & { readonly flush?: boolean | null }): FlowPage;
  /** Who was allowed to talk to whom. */
  conversations(plan: Plan, request: PageRequest): ConversationPage;
}

export class KernelQueries implements QueryPort {
  readonly #datapath: Datapath;
  #verifying = false;

  constructor(datapath: Datapath) {
    this.#datapath = datapath;
  }

  async verify(held: () => Held | undefined, over: () => boolean): Promise<VerifyResult> {
    if (this.#verifying) throw new RpcError('BUSY', '', 'another verification is at work: try again when it is over');
    this.#verifying = true;
    try {
      return await verifyLive(held, this.#datapath.publisher, over);
    } finally {
      this.#verifying = false;
    }
  }

  conntrack(plan: Plan, request: PageRequest & { readonly flush?: boolean | null }): FlowPage {
    return flowPage(this.#datapath, plan, request);
  }

  conversations(plan: Plan, request: PageRequest): ConversationPage {
    return conversationPage(this.#datapath, plan, request);
  }
}
