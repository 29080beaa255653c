/** One real agent on the kernel: from a file edit to the first packet that passes by the new rule. */

import { PartProcess } from '../../test/support/parts.js';
import { type Folder, groupYaml } from '../../test/support/shop-files.js';
import { ShopNode } from '../../test/support/shop-node.js';

const udpGroup = (port: number): string =>
  groupYaml('api', 'web', port).replace(`port: ${port}`, `port: ${port}, protocol: UDP`);

/** Milliseconds, one for each edit. The bench's own step between two packets, about a millisecond, is in them. */
export async function editToVerdict(rounds: number): Promise<number[]> {
  const node = await ShopNode.create(['web', 'api']);
  const parts: PartProcess[] = [];
  try {
    const edit = (port: number, folder: Folder = node.policies): void => folder.write('policy.yaml', udpGroup(port));
    edit(5000);
    for (const [name, args] of [
      ['controller', node.controllerArgs],
      ['agent', node.agentArgs],
    ] as const) {
      const part = new PartProcess(args, node.path(`${name}.health`));
      parts.push(part);
      await part.ready();
    }
    const { agent: web } = node.pod('web');
    const { agent: api, address } = node.pod('api');
    const from = await web.udpOpen('0.0.0.0', 0);
    const times: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const port = 5000 + round;
      const socket = await api.udpOpen('0.0.0.0', port);
      await web.sendTo(from, address, port, 'early');
      let arrived = 0;
      const arrival = api.recv(socket, 10).then((data) => {
        if (data !== 'now') throw new Error(`a packet passed before its rule: ${data}`);
        arrived = performance.now();
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
      const began = performance.now();
      edit(port);
      while (arrived === 0) await Promise.race([web.sendTo(from, address, port, 'now'), arrival]);
      await arrival;
      times.push(arrived - began);
    }
    return times;
  } finally {
    for (const part of parts) await part.stop('SIGKILL');
    node.close();
  }
}
