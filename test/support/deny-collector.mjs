/** A collector in a process of its own, to be killed: DATABASE ADDRESS. Says "ready" when it listens. Runs what is built. */
import { rmSync } from 'node:fs';
import process from 'node:process';
import { Collector } from '../../dist/collector/collector.js';
import { Store } from '../../dist/collector/sqlite/store.js';
import { listen } from '../../dist/rpc/listen.js';

const [database, address] = process.argv.slice(2);
const collector = await Collector.open({
  stores: new Store({ path: database }),
  commitMs: 5,
  onError: (error) => console.error(String(error)),
});
rmSync(address.replace('unix:', ''), { force: true });
await listen(address, collector.services);
console.log('ready');
