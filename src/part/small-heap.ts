/**
 * For a process that runs for long: the heap's young generation stays as small as it begins (1 MiB for each half, by default
 * up to 16 MiB, which are never given back while little is done). Before everything else that is imported.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
