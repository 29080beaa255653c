/**
 * For a process that is on every node, or has little to do, and runs for long: the heap's young generation stays as small as it
 * begins (1 MiB for each half, by default up to 16 MiB, which are never given back while little is done). Before everything
 * else that is imported. The controller has a heap of its own (controller-heap.ts).
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
