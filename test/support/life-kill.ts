/** Kills agents at random instants while conversations and policy updates go on: the short form and the long one share it. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { BpfMap, entries } from '../../src/ebpf/binding.js';
import { OSG_LAYOUT_VERSION, OsgReason, OsgReasonCounter, OsgSlotCounter } from '../../src/gen/abi.js';
import { type LifeNode, lifePolicy, pause } from './life.js';

export interface Killing {
  readonly kills: number;
  /** From the start of an agent to its end: at random up to this. */
  readonly longestLifeMs: number;
}

/** Packets that each rule slot of the pinned counters has decided. */
export function slotPackets(node: LifeNode): bigint[] {
  const map = BpfMap.openPinned(join(node.bpffsDir, `v${OSG_LAYOUT_VERSION}`, 'osg_slot_counters'));
  const mapping = map.mmap(false);
  const values = new BigUint64Array(mapping.buffer);
  const words = OsgSlotCounter.size / 8;
  const slots = 65_536;
  const packets: bigint[] = [];
  for (let slot = 0; slot < 256; slot++) {
    let sum = 0n;
    for (let at = slot; at * words < values.length; at += slots)
      sum += values[at * words + OsgSlotCounter.fields.packets.offset / 8] ?? 0n;
    packets.push(sum);
  }
  mapping.close();
  map.close();
  return packets;
}

/** Packets that no rule allowed, by the pinned counts of reasons. */
export function denials(node: LifeNode): bigint {
  const map = BpfMap.openPinned(join(node.bpffsDir, `v${OSG_LAYOUT_VERSION}`, 'osg_reasons'));
  let packets = 0n;
  for (const { key, value } of entries(map))
    if (key.readUInt32LE() % OsgReason.MAX === OsgReason.RULE_DENY)
      for (let at = 0; at < value.length; at += OsgReasonCounter.size)
        packets += value.readBigUInt64LE(at + OsgReasonCounter.fields.packets.offset);
  map.close();
  return packets;
}

/** @returns how many revisions were put in force meanwhile, and the packets that the sums of the deny stream hold */
export async function killing(
  node: LifeNode,
  { kills, longestLifeMs }: Killing,
): Promise<{ revisions: number; counted: number }> {
  let agent = await node.agent().ready();
  const traffic = await node.traffic();
  let extra = 0;
  const updates = setInterval(() => node.shop.policies.write('policy.yaml', lifePolicy(++extra % 20)), 100);
  try {
    let before = slotPackets(node).reduce((a, b) => a + b);
    for (let kill = 0; kill < kills; kill++) {
      await pause(Math.random() * longestLifeMs);
      await agent.stop('SIGKILL');
      const now = slotPackets(node).reduce((a, b) => a + b);
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
      await pause(Math.random() * 50);
      agent = node.agent();
    }
    await agent.ready(30_000);
  } finally {
    clearInterval(updates);
  }
  await pause(300);
  const { client, server, rogue } = await node.finish(traffic);
  expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
  expect(client.echoed).toBe(client.sent);
  expect(server).toMatchObject({ wrong: 0 });
  expect(rogue).toMatchObject({ opened: 0, answered: 0 });
  // Every message was counted by the rule that allowed it, over all these lives.
  const allowed = slotPackets(node).reduce((a, b) => a + b);
  expect(allowed).toBeGreaterThanOrEqual(BigInt(client.datagrams + client.sent));
  const sums = await node.settledAccounts(20_000);
  expect(sums.counted).toBeGreaterThanOrEqual(client.knocks + rogue.knocks);
  console.log(
    `F46 ${kills} kills: ${client.datagrams} datagrams and ${client.sent} messages answered, ${client.knocks + rogue.knocks} knocks denied, longest silence ${(client.longest_silence * 1000).toFixed(0)} ms; ${JSON.stringify(sums)}`,
  );
  return { revisions: await agent.metric('osg_agent_realised_revision'), counted: sums.counted };
}
