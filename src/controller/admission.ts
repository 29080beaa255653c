/** What a proposal must pass before it is recorded: every gate, and whoever asks for it must be allowed to. */
import type { Authority } from './authority/authority.js';
import type { Overlay } from './effective.js';
import type { Cause } from './operations.js';
import type { Gate, Proposal } from './proposal.js';
import type { Write } from './revision-store.js';
import type { Problem } from './source.js';

/** A change of the inputs: objects to be admitted as they are offered, and what operators put over them. */
export interface Step {
  readonly keys: readonly string[];
  readonly overlay: Overlay;
  readonly cause: Cause;
  /** What belongs to it, written with it. */
  readonly writes?: readonly Write[];
}

export interface Admission {
  /** None: nothing is in the way. */
  readonly refused: readonly Problem[];
  /** What is written with it. */
  readonly writes: readonly Write[];
  readonly measure?: string;
  /** To be called when it is. */
  written(): void;
}

const told = (field: string, message: string): Problem => ({ file: '', line: 0, field, message });
const NOTHING: Admission = { refused: [], writes: [], written: () => undefined };

/** @param before the overlay in force; undefined at the first time since the start. @throws ControllerError STORE */
export async function admission(
  { gates = [], authority }: { readonly gates?: readonly Gate[]; readonly authority?: Authority },
  proposal: Proposal,
  before: Overlay | undefined,
  { by }: Cause,
): Promise<Admission> {
  const unfit = gates.flatMap((gate) => gate.check(proposal));
  if (unfit.length > 0) return { ...NOTHING, refused: unfit.map((message) => told('gate', message)) };
  if (by === undefined || authority === undefined) return NOTHING;
  const said = await authority.check({ proposal, before, by });
  return { ...said, refused: said.refused.map((message) => told('authority', message)) };
}
