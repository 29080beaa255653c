/** Nearest misses for denied flows, by the reference evaluator over policy files. */

import type { osg } from '../gen/proto.js';
import { formatAddress, hasPorts, isIcmp } from '../net/index.js';
import type { Address } from '../net/types.js';
import { formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { evaluate } from '../policy/evaluate.js';
import { loadSources } from '../policy/load.js';
import type { World } from '../policy/model.js';
import { CliError, EXIT } from './output.js';

export class Explainer {
  readonly #world: World;

  private constructor(world: World) {
    this.#world = world;
  }

  /** @throws CliError naming what is wrong with the files */
  static async load(paths: readonly string[]): Promise<Explainer> {
    const { world, diagnostics } = await loadSources(paths);
    if (hasErrors(diagnostics)) throw new CliError(EXIT.usage, diagnostics.map(formatDiagnostic).join('\n'));
    return new Explainer(world);
  }

  /** What the policy files say of the event's flow, at the time it was denied. */
  explain(event: osg.v1.DenyEvent.$Properties): string[] {
    const item = event.item ?? {};
    const protocol = item.protocol ?? 0;
    const port = item.destinationPort ?? 0;
    const flow = {
      source: address(item.source),
      destination: address(item.destination),
      protocol,
      ...(hasPorts(protocol) ? { port } : {}),
      ...(isIcmp(protocol) ? { icmp: { type: port >> 8, code: port & 0xff } } : {}),
    };
    const decision = evaluate(this.#world, flow, (item.firstSeenUnixUs ?? 0) / 1000);
    const side = event.context?.egress ? decision.egress : decision.ingress;
    if (side.verdict === 'allow')
      return [`    these policies allow it (${side.reason}${side.rule ? `: ${side.rule.rule}` : ''})`];
    const miss = side.nearestMiss;
    if (miss === undefined)
      return [`    nothing comes near to allowing ${formatAddress(flow.source)} → ${formatAddress(flow.destination)}`];
    const { file, line } = miss.rule.source;
    return [
      `    nearest: ${miss.rule.rule} (${file}:${line}): ${miss.field} is ${miss.found}, the rule wants ${miss.expected}`,
      `    edit: ${miss.edit}`,
    ];
  }
}

function address(bytes: Uint8Array | null | undefined): Address {
  const hex = Buffer.from(bytes ?? new Uint8Array(4)).toString('hex');
  return { family: hex.length === 32 ? 6 : 4, value: BigInt(`0x${hex}`) };
}
