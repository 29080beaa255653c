/** The figures of AgentStatus: what each is called, in the proto, in metrics (`osg_agent_<name>`) and for people, and what it means. */
import type { osg } from '../gen/proto.js';

/** Those that end in `_total` only grow. */
export const FIGURES = {
  drops_total: 'Packets denied since the maps were made',
  endpoints_attached: 'Interfaces that the programs are on',
  arena_lines: 'Lines of 64 bytes in the table arena, which grows when they run out',
  arena_lines_used: 'Lines of the table arena that the revision in force uses',
  conntrack_entries: 'Tracked flows',
  conntrack_capacity: 'Room for tracked flows',
  conntrack_collected: 'Tracked flows that the last collection removed',
  drifts_total: 'Foreign changes found since the start',
  drift_open: 'Foreign changes that are not repaired',
  drift_events_waiting: 'Drift events that the controller has not confirmed',
  drift_events_dropped_total: 'Drift events that were dropped since their queue was full',
  collector_connected: '1 while the stream to the collector is open',
  spool_bytes: 'Denies that wait on disk for the collector',
  conntrack_fullest_entries: 'Tracked flows of the endpoint whose quota is fullest',
  conntrack_fullest_limit: 'Tracked flows that the endpoint whose quota is fullest may have',
  denies_counted_total: 'Packets that the kernel counted as denied, or as audit rules would have decided otherwise',
  denies_reported_total: 'Counted packets in events that the kernel handed over',
  denies_suppressed_total: 'Counted packets without an event: over the rate of their endpoint',
  denies_lost_total: 'Counted packets without an event: the ring was full',
  denies_pending: 'Counted packets that wait in the kernel for a roll-up',
  denies_received_total: 'Reported packets that the agent has read',
  denies_gap_total: 'Reported packets that an agent read and took with it when it crashed',
  denies_queued: 'Received packets in the batch that is being made',
  denies_dropped_queue_total: 'Received packets that were dropped since memory and spool were full',
  denies_batched_total: 'Received packets in finished batches',
  denies_waiting: 'Batched packets that the collector has not acked',
  denies_dropped_spool_total: 'Batched packets that were dropped from the spool, the oldest first, since it was full',
  denies_torn_total: 'Batched packets that the spool lost to damage',
  denies_torn_records_total: 'Damaged places found in the spool',
  denies_acked_total: 'Batched packets that the collector has stored',
  services: 'Services of the cluster that the node knows, since egress of an endpoint is restricted',
  service_addresses: 'Ranges and single addresses that Services have',
  services_judged_total: 'Packets to Services that were judged behind the translation',
  services_untagged_total: 'Of these, packets whose mark another program had overwritten',
  services_offloaded_total: 'Of these, packets of flows that a flowtable takes past all hooks from then on',
} as const;

export type FigureName = keyof typeof FIGURES;

/** Absent: the node has no such thing. */
export type Figures = { readonly [N in FigureName]?: number };

type Field = keyof Omit<osg.v1.Figures.$Properties, '$unknowns'>;

const fieldOf = (name: FigureName): Field =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as Field;

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

export const entriesOf = (figures: Figures): [FigureName, number][] =>
  FIGURE_NAMES.flatMap((name) => (figures[name] === undefined ? [] : [[name, figures[name]]]));

export const encodeFigures = (figures: Figures): osg.v1.Figures.$Properties =>
  Object.fromEntries(entriesOf(figures).map(([name, value]) => [fieldOf(name), value]));

/** One of a status; 0 where it is not told. */
export const figureIn = (figures: osg.v1.Figures.$Properties | null | undefined, name: FigureName): number =>
  figures?.[fieldOf(name)] ?? 0;
