import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.js';

const NOTHING = { counted: 0, reported: 0, suppressed: 0, lost: 0 };

function ledger(): { readonly ledger: Ledger; take(): { readonly sequence: number; readonly packets: number } } {
  const made = new Ledger({ epoch: 'e', state: undefined, lastSpooled: 0, kernel: NOTHING });
  return { ledger: made, take: () => ({ sequence: made.takeSequence().sequence, packets: 10 }) };
}

const figures = (one: Ledger) => one.accounting(NOTHING, 0, 0, 0);

describe('ledger', () => {
  it('a batch dropped before it was sent is dropped', () => {
    const { ledger: one, take } = ledger();
    one.droppedSpool(take());
    expect(figures(one)).toMatchObject({ droppedSpool: 10, acked: 0, waiting: 0 });
  });

  it('a batch dropped after it was sent waits for the answer that tells whether it was stored', () => {
    const { ledger: one, take } = ledger();
    const [first, second] = [take(), take()];
    one.sending(first.sequence);
    one.sending(second.sequence);
    one.droppedSpool(first);
    one.droppedSpool(second);
    expect(figures(one)).toMatchObject({ droppedSpool: 0, acked: 0, waiting: 20 });
    one.answered(first.sequence, false);
    expect(figures(one)).toMatchObject({ droppedSpool: 0, acked: 10, waiting: 10 });
    // The stream broke; the next one's greeting is answered: the second never arrived.
    one.answered(first.sequence, true);
    expect(figures(one)).toMatchObject({ droppedSpool: 10, acked: 10, waiting: 0 });
  });
});
