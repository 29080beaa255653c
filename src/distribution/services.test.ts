import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servicesOfWorlds } from '../../test/support/services.js';
import { sampleView, sessionAtOnce, target } from '../../test/support/view-samples.js';
import { osg } from '../gen/proto.js';
import { HeldView } from '../policy/held-view.js';
import { spelledView } from '../policy/packed.js';
import { finish } from '../policy/steps.js';
import type { NodeView, ViewService } from '../policy/view.js';
import { serviceAddresses, viewServices } from '../policy/view-services.js';
import { Assembly } from './assembly.js';
import { countParts, viewParts } from './chunks.js';
import { sumOfView, viewDigest } from './digest.js';
import { Encodings } from './encodings.js';
import { ViewReceiver } from './receiver.js';

type Message = osg.v1.ControllerMessage.$Properties;

const views = servicesOfWorlds.map(
  (world): NodeView => ({
    ...sampleView(),
    services: viewServices(world),
    serviceAddresses: serviceAddresses(world),
  }),
);

/** What the controller sends to a node that holds `before`, through bytes. */
function sent(before: NodeView, after: NodeView): Message[] {
  const messages: Message[] = [];
  const session = sessionAtOnce((message) => messages.push(message), target(before, 1));
  session.offer(target(after, 2));
  return messages.map((m) => osg.v1.ControllerMessage.decode(osg.v1.ControllerMessage.encode(m).finish()));
}

describe('services on the wire', () => {
  it('follow any change by a delta, and the digest with them', () => {
    fc.assert(
      fc.property(views, views, (before, after) => {
        const [message] = sent(before, after);
        expect(message?.delta).toBeTruthy();
        const received = new ViewReceiver('n1', target(before, 1)).receive(message as Message);
        // The digest that came was made from scratch; this one follows the change.
        expect(received).toMatchObject({ kind: 'view', revised: { digest: viewDigest(after) } });
        if (received.kind === 'view')
          expect(spelledView(received.revised.view.whole())).toEqual(HeldView.of(after).whole());
        expect(viewDigest(before) === viewDigest(after)).toBe(same(before, after));
      }),
      { numRuns: 100 },
    );
  });

  const crowded: ViewService = {
    namespace: 'a',
    name: 's',
    addresses: [{ family: 4, value: 1n }],
    ports: ['x', 'y'].map((name) => ({
      name,
      protocol: 6,
      port: 80,
      nodePort: 30080,
      endpoints: Array.from({ length: 500 }, (_, i) => ({
        address: { family: 4, value: BigInt(i) },
        port: 8080,
        ready: i % 2 === 0,
        serving: true,
        terminating: false,
      })),
    })),
  };

  it('go on in the next chunk where they are long', () => {
    const view: NodeView = { ...sampleView(), services: [crowded, { ...crowded, name: 't' }] };
    const held = [...viewParts(HeldView.of(view), 1_000)];
    expect(finish(countParts(HeldView.of(view), 1_000))).toBe(held.length);
    for (const parts of [held, [...viewParts(HeldView.of(view), 1_000, new Encodings())]]) {
      expect(parts.length).toBeGreaterThan(50);
      for (const part of parts) expect(osg.v1.NodeViewPart.encode(part).finish().length).toBeLessThan(2_000);
      const assembly = new Assembly();
      for (const part of parts) finish(assembly.add(part));
      const { view: joined, sum } = finish(assembly.end());
      expect(spelledView(joined.whole())).toEqual(HeldView.of(view).whole());
      expect(sum).toEqual(sumOfView(joined));
    }
  });

  it('say of a service with a thousand backends the one that changes', () => {
    const [x, y] = crowded.ports;
    const changed = x?.endpoints.with(7, { ...x.endpoints[7]!, ready: true }) ?? [];
    const base: NodeView = { ...sampleView(), services: [crowded] };
    const next: NodeView = { ...base, services: [{ ...crowded, ports: [{ ...x!, endpoints: changed }, y!] }] };
    const [message] = sent(base, next);
    expect(message?.delta).toMatchObject({
      upsert: { services: [] },
      serviceChanges: [{ key: 'a/s', ports: [{ at: 0, put: [{ port: 8080, ready: true }], removed: [] }] }],
    });
  });
});

const same = (a: NodeView, b: NodeView): boolean => {
  const text = (view: NodeView) =>
    JSON.stringify(HeldView.of(view).whole(), (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
  return text(a) === text(b);
};
