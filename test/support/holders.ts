/** Who keeps an object of the kernel's BPF alive: for the words of a test that finds it left behind. */
import { readdirSync, readFileSync } from 'node:fs';

/** @returns `link 7: 123 (node dist/cli/main.js agent)`, by each process that has it open; pins and interfaces are not looked at */
export function holdersOf(kind: 'link' | 'map' | 'prog', ids: readonly number[]): string[] {
  const said = new RegExp(`^${kind}_id:\\s+(\\d+)$`, 'm');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 4).join(' ').trim();
        return readdirSync(`/proc/${pid}/fdinfo`).flatMap((fd) => {
          const id = Number(said.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1]);
          return ids.includes(id) ? [`${kind} ${id}: ${pid} (${command})`] : [];
        });
      } catch {
        return []; // ended meanwhile
      }
    });
}
