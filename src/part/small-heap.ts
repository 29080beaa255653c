/**
 * For a process that is on every node, or has little to do, and runs for long: the heap's young generation does not grow (by default to
 * 16 MiB for each half, which are never given back while little is done). What loading the modules has made it, up to 8 MiB, a full
 * collection at rest takes back to 1 MiB. Before everything else that is imported. The controller has a heap of its own (controller-heap.ts).
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
