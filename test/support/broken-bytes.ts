/** Bytes that no listener should ever get: by a seed, so that what broke one can be sent again. */
import { connect, type Socket } from 'node:net';

/** Small, fast, the same everywhere (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** An HTTP/2 frame. */
export function frame(type: number, flags: number, stream: number, body: Buffer, length = body.length): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream >>> 0, 5);
  return Buffer.concat([head, body]);
}

const settings = frame(4, 0, 0, Buffer.alloc(0));

/** Headers of a call, HPACK without compression and without indexing. */
export function headers(fields: readonly (readonly [string, string])[], huffmanBit = false): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length | (huffmanBit ? 0x80 : 0)]), bytes]);
    const rest = bytes.length - 127;
    const length = [127 | (huffmanBit ? 0x80 : 0)];
    let left = rest;
    for (; left >= 128; left >>>= 7) length.push((left & 127) | 128);
    length.push(left);
    return Buffer.concat([Buffer.from(length), bytes]);
  };
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

const call = (path: string, more: readonly (readonly [string, string])[] = []): Buffer =>
  headers([
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'x'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
    ...more,
  ]);

const METHODS = [
  '/osg.v1.Distribution/Stream',
  '/osg.v1.Operator/Status',
  '/osg.v1.Operator/Audit',
  '/osg.v1.Operator/History',
  '/osg.v1.NodeOperator/Status',
  '/osg.v1.NodeOperator/Conntrack',
  '/osg.v1.Enrichment/Watch',
  '/osg.v1.Enrichment/Explain',
  '/osg.v1.Denies/Tail',
  '/osg.v1.Denies/Query',
  '/nobody/knows',
  '/',
  '//',
  '',
];

/** What once ended a part, or might. */
export const FIXED: Readonly<Record<string, Buffer>> = {
  'GET //': Buffer.from('GET // HTTP/1.1\r\nhost: x\r\n\r\n'),
  'GET http://[': Buffer.from('GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n'),
  'a request without a path': Buffer.from('GET  HTTP/1.1\r\n\r\n'),
  'OPTIONS *': Buffer.from('OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n'),
  CONNECT: Buffer.from('CONNECT // HTTP/1.1\r\nhost: x\r\n\r\n'),
  'an upgrade': Buffer.from('GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
  'an expectation': Buffer.from('GET / HTTP/1.1\r\nhost: x\r\nexpect: wonders\r\ncontent-length: 5\r\n\r\n'),
  'a huge header': Buffer.from(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`),
  'many headers': Buffer.from(`GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(20_000)}\r\n`),
  'a bad chunk': Buffer.from('GET / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
  'no HTTP': Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  zeros: Buffer.alloc(100_000),
  'a preface alone': PREFACE,
  'an HTTP/2 frame longer than any': Buffer.concat([PREFACE, settings, frame(0, 0, 1, Buffer.alloc(10), 0xffffff)]),
  'headers on stream 0': Buffer.concat([PREFACE, settings, frame(1, 5, 0, call('/'))]),
  'data on no stream': Buffer.concat([PREFACE, settings, frame(0, 1, 7, Buffer.from('x'))]),
  'a huge HTTP/2 header': Buffer.concat([PREFACE, settings, frame(1, 5, 1, call('/', [['x', 'y'.repeat(12_000)]]))]),
  'continuations without end': Buffer.concat([
    PREFACE,
    settings,
    frame(1, 0, 1, call('/')),
    ...Array.from({ length: 200 }, () => frame(9, 0, 1, headers([['x', 'y'.repeat(1000)]]))),
  ]),
  'a thousand resets': Buffer.concat([
    PREFACE,
    settings,
    ...Array.from({ length: 1000 }, (_, i) =>
      Buffer.concat([frame(1, 4, 2 * i + 1, call(METHODS[1] ?? '')), frame(3, 0, 2 * i + 1, Buffer.alloc(4))]),
    ),
  ]),
  'a call of nothing': Buffer.concat([PREFACE, settings, frame(1, 5, 1, call('//'))]),
  'a call without a path': Buffer.concat([PREFACE, settings, frame(1, 5, 1, headers([[':method', 'POST']]))]),
};
for (const path of METHODS)
  for (const [what, message] of [
    ['garbage', Buffer.from([0, 0, 0, 0, 6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a length that lies', Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1])],
    ['compression that is none', Buffer.from([1, 0, 0, 0, 3, 1, 2, 3])],
    ['nothing', Buffer.alloc(0)],
  ] as const)
    (FIXED as Record<string, Buffer>)[`${path || 'no method'} with ${what}`] = Buffer.concat([
      PREFACE,
      settings,
      frame(1, 4, 1, call(path)),
      frame(0, 1, 1, message),
    ]);

/** One more, made of the above. */
export function broken(seed: number): Buffer {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const bytes = (most: number): Buffer =>
    Buffer.from(Array.from({ length: Math.floor(next() * most) }, () => Math.floor(next() * 256)));
  const kind = next();
  if (kind < 0.15) return bytes(2000);
  if (kind < 0.45) {
    const path = pick([
      '/',
      '//',
      '/metrics',
      '/readyz',
      `/${bytes(30).toString('latin1')}`,
      'http://[',
      '*',
      '?',
      '%',
    ]);
    const method = pick(['GET', 'HEAD', 'POST', 'PRI', 'CONNECT', 'OPTIONS', bytes(8).toString('latin1')]);
    const head = `${method} ${path} HTTP/${pick(['1.1', '1.0', '2.0', '9'])}\r\n${pick(['host: x\r\n', '', bytes(40).toString('latin1')])}\r\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), bytes(50)]);
  }
  if (kind < 0.65) {
    const frames = Array.from({ length: 1 + Math.floor(next() * 20) }, () =>
      frame(Math.floor(next() * 12), Math.floor(next() * 256), Math.floor(next() * 5), bytes(100)),
    );
    return Buffer.concat([PREFACE, pick([settings, Buffer.alloc(0)]), ...frames]);
  }
  const whole = Buffer.from(pick(Object.values(FIXED)));
  if (kind < 0.9) {
    for (let i = 0; i < 1 + next() * 8; i++) whole[Math.floor(next() * whole.length)] = Math.floor(next() * 256);
    return whole;
  }
  return whole.subarray(0, Math.floor(next() * whole.length));
}

export interface Sent {
  /** The other end closed the connection. */
  readonly closed: boolean;
  readonly answer: Buffer;
}

/** Sends bytes, waits a little for whatever comes, and hangs up. Never throws. */
export function send(path: string | { host: string; port: number }, bytes: Buffer, waitMs: number): Promise<Sent> {
  return new Promise((resolve) => {
    const answer: Buffer[] = [];
    const socket: Socket = typeof path === 'string' ? connect(path) : connect(path);
    const done = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ closed, answer: Buffer.concat(answer) });
    };
    const timer = setTimeout(done, waitMs, false);
    socket.on('data', (data) => answer.push(data));
    socket.on('error', () => undefined);
    socket.on('close', () => done(true));
    socket.write(bytes);
  });
}

/** A file as a disk, or somebody, may leave it: bytes changed, cut off, doubled, put elsewhere, filled with one value. */
export function damaged(whole: Buffer, seed: number): Buffer {
  const next = random(seed);
  const at = (): number => Math.floor(next() * (whole.length + 1));
  const bytes = Buffer.from(whole);
  const kind = next();
  if (kind < 0.4) {
    for (let i = 0; i < 1 + next() * 8 && bytes.length > 0; i++)
      bytes[Math.min(at(), bytes.length - 1)] = Math.floor(next() * 256);
    return bytes;
  }
  if (kind < 0.6) return bytes.subarray(0, at());
  if (kind < 0.7) return Buffer.concat([bytes, bytes.subarray(at())]);
  const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
  if (kind < 0.8) return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  if (kind < 0.9) return bytes.fill(next() < 0.5 ? 0 : 0xff, from, to);
  return Buffer.from(Array.from({ length: Math.floor(next() * 200) }, () => Math.floor(next() * 256)));
}

/** Seeds of a test that runs briefly always, and as long as OSG_FUZZ_ROUNDS says from OSG_FUZZ_SEED on. */
export function* seeds(rounds: number): Generator<number> {
  const first = Number(process.env['OSG_FUZZ_SEED'] ?? 1);
  const last = first + Number(process.env['OSG_FUZZ_ROUNDS'] ?? rounds);
  for (let seed = first; seed < last; seed++) yield seed;
}
