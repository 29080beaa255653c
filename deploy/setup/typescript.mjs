/**
 * `node --import ./deploy/setup/typescript.mjs FILE.ts`: runs TypeScript from its source, for benches and scripts that
 * are no part of dist. Types are stripped, not checked (npm run check does); line numbers are those of the source.
 */
import { register } from 'node:module';
import process from 'node:process';

process.setSourceMapsEnabled(true);
register('./typescript-hooks.mjs', import.meta.url);
