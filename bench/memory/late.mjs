/** What an agent with a full node does beside its first compilation: adopts tables, gets its view by wire, verifies. From dist. */
import { declaredBy } from '../../dist/agent/verify.js';
import { adopt } from '../../dist/datapath/adopt.js';
import { Shadow } from '../../dist/datapath/shadow.js';
import { countParts, viewParts } from '../../dist/distribution/chunks.js';
import { digestOf, sumOfView } from '../../dist/distribution/digest.js';
import { ViewReceiver } from '../../dist/distribution/receiver.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic, OsgArenaSizes, OsgRoot } from '../../dist/gen/abi.js';
import { osg } from '../../dist/gen/proto.js';
import { inSlices } from '../../dist/part/slices.js';
import { Encoder, Memory, TableReader, verificationSteps } from '../../dist/tables/index.js';

/** Verified at most, in steps: all of a full node takes minutes, and its endpoints are alike. */
const VERIFIED_STEPS = 20_000;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** The plan's tables in our own memory, as an arena: root and words are all that is asked of one. */
async function arenaOf(plan, bindings, lines) {
  const words = new Uint32Array(lines * OsgArenaSizes.LINE_WORDS);
  const { patch, unit } = await inSlices(new Encoder(lines).encodeSteps(plan, bindings, 1n));
  await inSlices(patch.applySteps([words]));
  words[OsgRoot.fields.magic.offset / 4] = OsgArenaMagic.MAGIC;
  words[OsgRoot.fields.layout.offset / 4] = OSG_LAYOUT_VERSION;
  return { words, lines, root: unit };
}

/** Messages that bring a view whole, as bytes. */
async function messagesOf(view) {
  const head = { epoch: 1, revision: 1, version: 1, digest: digestOf(view, sumOfView(view)), explicitEmpty: true };
  const count = await inSlices(countParts(view));
  const messages = [];
  for (const part of viewParts(view)) {
    const snapshot = { ...head, index: messages.length, count, part };
    messages.push(osg.v1.ControllerMessage.encode({ nonce: 1, snapshot }).finish());
  }
  return messages;
}

async function receive(messages, node) {
  const receiver = new ViewReceiver(node, undefined);
  for (const bytes of messages) {
    await nextTurn();
    const received = await inSlices(receiver.receiveSteps(osg.v1.ControllerMessage.decode(bytes)));
    if (received.kind === 'refused') throw received.error;
    if (received.kind === 'view') return received.revised.view;
  }
  throw new Error('the view is not whole');
}

function* verify(view, plan, arena, bindings) {
  const declared = declaredBy(view, view.endpoints.toArray());
  const reader = new TableReader(arena.words, arena.root);
  const steps = verificationSteps(declared, plan.slots, reader, bindings, { exhaustiveUpTo: 65_536 });
  for (let done = 0; done < VERIFIED_STEPS; done++) {
    const step = steps.next();
    if (step.done === true && step.value.differing > 0) throw new Error(JSON.stringify(step.value.differences));
    if (step.done === true) return;
    yield;
  }
}

/** @param longestTurn see child.mjs @returns its answers by name */
export async function latePhases({ view, plan, bindings, lines }, longestTurn) {
  const arena = await arenaOf(plan, bindings, lines);
  const adopted = await longestTurn(() => inSlices(adopt(arena, new Shadow(arena), new Memory(lines), () => false)));
  const verified = await longestTurn(() => inSlices(verify(view, plan, arena, bindings)));
  const messages = await messagesOf(view);
  const wire = await longestTurn(() => receive(messages, view.node));
  return { adopt: adopted, verify: verified, wire };
}
