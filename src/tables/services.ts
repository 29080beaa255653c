/** Which addresses the node translates, and how what is sent to them is judged (`struct osg_services`). */
import { OsgArenaSizes, OsgServices, OsgServicesFlags } from '../gen/abi.js';
import type { Prefix } from '../net/types.js';
import type { Block } from './block.js';
import { addressSetBlock } from './sets.js';
import type { BlockStore } from './store.js';

const UNIT_WORDS = OsgArenaSizes.UNIT_BYTES / 4;

/**
 * How packets to a service's addresses are judged: `deferred`, behind the translation, by who gets them; `together`, at the interface,
 * by all who stand behind the service; `literal`, at the interface, as that address is written; `off`: the same, and no revision
 * knows such addresses. Between `together` and `literal` the programs decide, not the tables.
 */
export type ServiceMode = 'deferred' | 'together' | 'literal' | 'off';

/** One unit. Equal ones are one block. */
export function servicesBlock(store: BlockStore, prefixes: readonly Prefix[], mode: ServiceMode): Block {
  const sets = ([4, 6] as const).map((family) => addressSetBlock(store, prefixes, family));
  return store.get(`services ${mode} ${sets.map(({ ref }) => ref).join(' ')}`, (writer) => {
    const refs = sets.map((set) => writer.lead(set));
    const unit = writer.allocate(1);
    const at = writer.reserve(unit, 1);
    writer.words.fill(0, at, at + UNIT_WORDS);
    writer.words.set(refs, at + OsgServices.fields.refs.offset / 4);
    writer.words[at + OsgServices.fields.flags.offset / 4] = mode === 'deferred' ? OsgServicesFlags.DEFERRED : 0;
    return writer.done(unit, 0);
  });
}
