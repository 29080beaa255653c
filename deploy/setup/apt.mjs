/** Debian packages: installs what is missing, says which and why, and starts no service. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { distribution } from './machine.mjs';
import { Interrupted, paint, run, SetupError, say, step } from './progress.mjs';

/** @typedef {import('./requirements.mjs').Requirement} Requirement */

const LISTS = '/var/lib/apt/lists';
const POLICY = '/usr/sbin/policy-rc.d';
const POLICY_SAVED = `${POLICY}.before-osg`;
const POLICY_MARK =
  '# Temporary, by the set-up of Open Security Groups: no package starts a service while it installs.';
const ENVIRONMENT = {
  ...process.env,
  DEBIAN_FRONTEND: 'noninteractive',
  APT_LISTCHANGES_FRONTEND: 'none',
  NEEDRESTART_SUSPEND: '1',
  LC_ALL: 'C.UTF-8',
};
const INSTALL = ['-y', '-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120', '--no-install-recommends'];

/**
 * Installs the requirements that are not met.
 * @param {Requirement[]} requirements
 */
export async function installMissing(requirements) {
  restorePolicy();
  const missing = requirements.filter((requirement) => !requirement.present());
  if (missing.length === 0) return;
  const { supported, name } = distribution();
  if (!supported) throw new SetupError(foreignDistribution(name, missing));

  say(`System packages to install (${missing.length}):`);
  const width = Math.max(...missing.map((requirement) => requirement.name.length));
  for (const { name: pkg, why } of missing) say(`  ${paint('bold', pkg.padEnd(width))}  ${why}`);
  const names = missing.map((requirement) => requirement.name);
  await withoutServices(async () => {
    const known = packageListsPresent();
    if (!known) await step('apt-get update', 'no package lists yet', update);
    try {
      await step('apt-get install', names.join(' '), (note) => install(names, note));
    } catch (error) {
      if (!known || error instanceof Interrupted) throw error;
      await step('apt-get update', 'package lists may be stale', update);
      await step('apt-get install', names.join(' '), (note) => install(names, note));
    }
  });
  const still = missing.filter((requirement) => !requirement.present()).map((requirement) => requirement.name);
  if (still.length > 0) throw new SetupError(`installed, yet not usable: ${still.join(', ')}`);
}

/** A fresh image has none. */
const packageListsPresent = () =>
  existsSync(LISTS) && readdirSync(LISTS).some((name) => /_Packages(\.\w+)?$/.test(name));

/** @param {(text: string) => void} note */
const update = (note) =>
  run('apt-get', ['update', '-q', '-o', 'DPkg::Lock::Timeout=120'], { log: 'apt-update', env: ENVIRONMENT, note });

/**
 * @param {string[]} names
 * @param {(text: string) => void} note
 */
const install = (names, note) =>
  run('apt-get', ['install', ...INSTALL, ...names], { log: 'apt-install', env: ENVIRONMENT, note });

/**
 * @param {string} name
 * @param {Requirement[]} missing
 */
function foreignDistribution(name, missing) {
  const list = missing.map((requirement) => `  ${requirement.name}: ${requirement.why}`).join('\n');
  return (
    `This is ${name}; packages are installed by themselves on Debian 12 and 13 only. Missing here, by Debian's names:\n` +
    `${list}\nInstall their like with your package manager and start again: nothing else depends on the distribution.`
  );
}

/**
 * Runs `work` while Debian's policy-rc.d(8) forbids to start services, and puts back what was there. A signal ends apt first (run() sees to it).
 * @param {() => Promise<void>} work
 */
async function withoutServices(work) {
  if (existsSync(POLICY)) renameSync(POLICY, POLICY_SAVED);
  writeFileSync(POLICY, `#!/bin/sh\n${POLICY_MARK}\nexit 101\n`, { mode: 0o755 });
  try {
    await work();
  } finally {
    restorePolicy();
  }
}

/** Puts back the policy-rc.d that withoutServices() replaced; also after a set-up that was killed. */
function restorePolicy() {
  if (existsSync(POLICY) && readFileSync(POLICY, 'utf8').includes(POLICY_MARK)) rmSync(POLICY);
  if (existsSync(POLICY_SAVED) && !existsSync(POLICY)) renameSync(POLICY_SAVED, POLICY);
}
