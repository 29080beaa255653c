/** How `osg denies` prints: lines, JSON, or a live view. */
import { denyJson, denyLine, flowKey, jsonLine, type LinePaint, liveLine, zoneText } from '../collector/index.js';
import { osg } from '../gen/proto.js';
import type { Explain } from './denies-explain.js';
import { LiveView } from './denies-live.js';
import { type Output, printJsonLine } from './json.js';
import { colour, line, safe } from './output.js';

type Event = osg.v1.FlowRecord.$Properties;

/** Besides table and json: compact is for people and shows each event, where table shows each flow once. */
export const DENY_OUTPUTS = ['compact', 'jsonpb'] as const;
export type DenyOutput = Output | (typeof DENY_OUTPUTS)[number];

export interface Printer {
  add(events: readonly Event[]): Promise<void>;
  /** What the collector says besides. */
  note(text: string): void;
  /** Prints what waits to be printed. */
  flush(): Promise<void>;
  close(): void;
}

const PAINT: LinePaint = {
  time: (text) => colour('dim', text),
  deny: (text) => colour('red', text),
  audit: (text) => colour('yellow', text),
  name: (text) => colour('bold', text),
  dim: (text) => colour('dim', text),
};
export function printer(output: DenyOutput, follow: boolean, explain: Explain | undefined): Printer {
  if (output !== 'table') return eventPrinter(output, explain);
  // An explanation takes lines of its own.
  const live = follow && explain === undefined && process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  return live ? livePrinter() : flowPrinter(explain, follow);
}

const note = (text: string): void => void process.stderr.write(`${safe(text)}\n`);

/** Above the first line: which clock its times are of. */
function sayZone(): () => void {
  let said = false;
  return () => {
    if (!said) note(`times: ${zoneText()}`);
    said = true;
  };
}

function eventPrinter(output: 'compact' | 'json' | 'jsonpb', explain: Explain | undefined): Printer {
  const zone = sayZone();
  const show = async (event: Event): Promise<void> => {
    const explanation = await explain?.(event);
    if (output === 'compact') {
      zone();
      line(denyLine(event, PAINT));
      for (const text of explanation ?? []) line(`    ${text}`);
    } else {
      const said = explanation === undefined ? {} : { explanation };
      if (output === 'json') printJsonLine({ ...denyJson(event), ...said });
      else {
        const object = osg.v1.FlowRecord.toObject(osg.v1.FlowRecord.fromObject(event), {
          bytes: String,
          enums: String,
        });
        process.stdout.write(`${jsonLine({ ...object, ...said })}\n`);
      }
    }
  };
  return {
    add: async (events) => {
      for (const event of events) await show(event);
    },
    flush: async () => undefined,
    note,
    close: () => undefined,
  };
}

interface Flow {
  event: Event;
  packets: number;
  printed: number;
}

const REMEMBERED_FLOWS = 10_000;

/** Flows by what makes them one to a person, least recently seen first. */
class Flows {
  readonly #flows = new Map<string, Flow>();

  add(event: Event): Flow {
    const key = flowKey(event);
    const flow = this.#flows.get(key) ?? { event, packets: 0, printed: 0 };
    flow.event = event;
    flow.packets += event.item?.packets ?? 0;
    this.#flows.delete(key);
    this.#flows.set(key, flow);
    return flow;
  }

  trim(): void {
    for (const key of this.#flows.keys()) {
      if (this.#flows.size <= REMEMBERED_FLOWS) break;
      this.#flows.delete(key);
    }
  }
}

/** A known flow is printed again when its count has doubled. */
function flowPrinter(explain: Explain | undefined, follow: boolean): Printer {
  const flows = new Flows();
  const changed = new Set<Flow>();
  const zone = sayZone();
  return {
    add: async (events) => {
      for (const event of events) {
        const flow = flows.add(event);
        changed.delete(flow);
        changed.add(flow);
      }
    },
    flush: async () => {
      for (const flow of changed) {
        if (flow.packets < flow.printed * 2) continue;
        zone();
        line(denyLine(flow.event, PAINT, flow.packets));
        if (flow.printed === 0)
          for (const text of (await explain?.(flow.event)) ?? []) line(colour('dim', `    ${text}`));
        flow.printed = flow.packets;
      }
      changed.clear();
      if (follow) flows.trim();
    },
    note,
    close: () => undefined,
  };
}

function livePrinter(): Printer {
  const flows = new Flows();
  const view = new LiveView<Flow>(process.stdout, ({ event, packets }, columns) =>
    safe(
      columns === Number.POSITIVE_INFINITY ? denyLine(event, PAINT, packets) : liveLine(event, PAINT, packets, columns),
    ),
  );
  return {
    add: async (events) => {
      for (const event of events) view.update(flows.add(event));
      flows.trim();
    },
    flush: async () => undefined,
    note: (text) => view.note(safe(text)),
    close: () => view.close(),
  };
}
