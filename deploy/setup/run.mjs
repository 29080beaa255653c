/**
 * Set-up and the commands that need it: `node deploy/setup/run.mjs start|test|setup|build|check|gen [-- ARGS]`.
 * Plain JavaScript without dependencies, since it runs before anything is installed.
 */
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  console.error(
    `Node.js 20.12 or newer is needed, this is ${process.versions.node}.\n` +
      'Debian 13 has 20.19 (apt-get install nodejs npm); for Debian 12 see https://nodejs.org/en/download.',
  );
  process.exit(1);
}

const { main } = await import('./commands.mjs');
process.exitCode = await main(process.argv.slice(2));
