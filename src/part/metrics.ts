/** The figures that every part has. */
import { Counter, Gauge, Registry } from 'prom-client';
import { VERSION } from './version.js';

/** Build and process. @param startedMs Unix milliseconds @param droppedLines log lines that nobody read in time, so far */
export function processMetrics(part: string, startedMs: number, droppedLines: () => number): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'osg_build_info',
    help: 'Version of this part',
    labelNames: ['part', 'version', 'node'],
    registers,
  }).set({ part, version: VERSION, node: process.versions.node }, 1);
  new Gauge({ name: 'osg_start_time_seconds', help: 'Unix time of the start', registers }).set(startedMs / 1000);
  new Gauge({
    name: 'osg_resident_memory_bytes',
    help: 'Resident memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  const counter = (metric: string, help: string, value: () => number): void => {
    new Counter({
      name: metric,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  };
  counter('osg_cpu_seconds_total', 'Processor time of the process, user and system', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  counter('osg_log_dropped_lines_total', 'Log lines that nobody read in time', droppedLines);
  return registry;
}

const FILES = ['certificate', 'key', 'ca'] as const;

/** How the renewal of the certificate by the controller fares. */
export function renewalMetric(
  registry: Registry,
  renewal: { readonly counts: { readonly renewed: number; readonly failed: number } },
): void {
  new Counter({
    name: 'osg_tls_renewals_total',
    help: 'Certificates that the controller was asked to renew, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      const { renewed, failed } = renewal.counts;
      this.inc({ outcome: 'renewed' }, renewed);
      this.inc({ outcome: 'failed' }, failed);
    },
  });
}

/** When the certificate ends, and which file cannot be used: worth an alarm before it does. */
export function certificateMetric(
  registry: Registry,
  tls: { readonly notAfter: Date; readonly failing: { readonly field?: string | undefined } | undefined },
): void {
  new Gauge({
    name: 'osg_tls_unusable_file',
    help: '1 for the file that cannot be used as it is now, by setting: the ones before are in use',
    labelNames: ['file'],
    registers: [registry],
    collect() {
      for (const file of FILES) this.set({ file }, tls.failing?.field === file ? 1 : 0);
    },
  });
  new Gauge({
    name: 'osg_tls_certificate_expires_seconds',
    help: 'Unix time at which the certificate in use ends',
    registers: [registry],
    collect() {
      this.set(tls.notAfter.getTime() / 1000);
    },
  });
}
