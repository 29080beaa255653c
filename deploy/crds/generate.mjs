/** Writes the CustomResourceDefinitions and JSON Schemas from src/policy/schema; `--check` compares and exits 1 on a difference. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import '../setup/typescript.mjs';

const { crdFiles } = await import('../../src/policy/schema/crd-files.ts');
const folder = fileURLToPath(new URL('.', import.meta.url));
const checking = process.argv.includes('--check');

/** @type {[string, string][]} */
const files = Object.entries(crdFiles());
for (const [name, text] of files) {
  const path = folder + name;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (checking) {
    console.error(`deploy/crds/${name} is not what src/policy/schema gives: run node deploy/crds/generate.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote deploy/crds/${name}`);
  }
}
