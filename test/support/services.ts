/** Random services and the slices behind them: few names and addresses, so that slices overlap and wait for their services. */
import fc from 'fast-check';
import { parseAddress } from '../../src/net/address.js';
import { parsePrefix } from '../../src/net/prefix.js';
import type { World } from '../../src/policy/model.js';

const SOURCE = { file: 'random', line: 1 };
const VIPS = ['10.96.0.1', '10.96.0.2', 'fd00:96::1', '203.0.113.7'].map(parseAddress);
const BACKENDS = ['10.0.0.1', '10.0.0.2', '10.0.0.3', 'fd00::1'].map(parseAddress);
const RANGES = ['10.96.0.0/16', 'fd00:96::/112'].map(parsePrefix);
const PORTS = [
  { name: 'http', protocol: 6, port: 80 },
  { name: 'dns', protocol: 17, port: 53 },
];

const port = fc
  .tuple(fc.constantFrom(...PORTS), fc.option(fc.constantFrom(30080, 30081), { nil: undefined }))
  .map(([head, nodePort]) => ({ ...head, targetPort: 8080, ...(nodePort !== undefined && { nodePort }) }));

const service = fc.record({
  namespace: fc.constantFrom('a', 'b'),
  name: fc.constantFrom('s', 't'),
  addresses: fc.subarray(VIPS),
  selector: fc.constant({}),
  ports: fc.uniqueArray(port, { selector: ({ name }) => name }),
  source: fc.constant(SOURCE),
});

const slice = fc.record({
  namespace: fc.constantFrom('a', 'b'),
  name: fc.constantFrom('x', 'y', 'z'),
  service: fc.constantFrom('s', 's', 't', ''),
  ports: fc.uniqueArray(
    fc.constantFrom(...PORTS).map((p) => ({ ...p, port: 8080 })),
    { selector: ({ name }) => name },
  ),
  endpoints: fc.array(
    fc.record({
      addresses: fc.subarray(BACKENDS, { minLength: 1, maxLength: 2 }),
      ready: fc.boolean(),
      serving: fc.boolean(),
      terminating: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  source: fc.constant(SOURCE),
});

const key = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

export const servicesOfWorlds: fc.Arbitrary<Pick<World, 'services' | 'endpointSlices' | 'serviceCidrs'>> = fc.record({
  services: fc.uniqueArray(service, { selector: key }),
  endpointSlices: fc.uniqueArray(slice, { selector: key }),
  serviceCidrs: fc
    .subarray(RANGES)
    .map((ranges) => ranges.map((range, i) => ({ name: `r${i}`, prefixes: [range], source: SOURCE }))),
});
