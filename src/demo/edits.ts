/** Edits of policy files as an author would make them: comments and order stay, the file is replaced in one step. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isMap, isSeq, parseAllDocuments, type YAMLSeq } from 'yaml';

interface GroupName {
  readonly kind: string;
  readonly name: string;
}

/** Of one file. */
export interface Edit {
  readonly file: string;
  /** Puts back what was there before. */
  undo(): void;
}

/** Removes the ingress rule `id` of a group. */
export function removeIngressRule(folder: string, group: GroupName, id: string): Edit {
  return editRules(folder, group, (rules) => {
    const index = rules.items.findIndex((item) => isMap(item) && item.get('id') === id);
    if (index < 0) throw new Error(`${group.kind} ${group.name} has no ingress rule '${id}'`);
    rules.items.splice(index, 1);
  });
}

/** Adds an ingress rule to a group. */
export function addIngressRule(folder: string, group: GroupName, rule: Readonly<Record<string, unknown>>): Edit {
  return editRules(folder, group, (rules, document) => rules.items.push(document.createNode(rule)));
}

/** Leaves the file as someone's half-finished save would. */
export function breakFile(folder: string, group: GroupName): Edit {
  const { file, text } = find(folder, group);
  return replace(file, text, text.replace('spec:', 'spec:\n  ownr: nobody'));
}

/** Adds a file, or puts another text in it. */
export function writeFile(folder: string, name: string, text: string): Edit {
  const file = join(folder, name);
  save(file, text);
  return { file, undo: () => rmSync(file) };
}

function editRules(folder: string, group: GroupName, change: (rules: YAMLSeq, document: Document) => void): Edit {
  const { file, text, documents, document } = find(folder, group);
  const rules = document.getIn(['spec', 'ingress']);
  if (!isSeq(rules)) throw new Error(`${group.kind} ${group.name} has no ingress rules`);
  change(rules, document);
  return replace(file, text, documents.map((d) => d.toString({ lineWidth: 0 })).join(''));
}

function find(folder: string, { kind, name }: GroupName) {
  for (const entry of readdirSync(folder).filter((f) => f.endsWith('.yaml'))) {
    const file = join(folder, entry);
    const text = readFileSync(file, 'utf8');
    const documents = parseAllDocuments(text) as Document[];
    const document = documents.find((d) => d.get('kind') === kind && d.getIn(['metadata', 'name']) === name);
    if (document !== undefined) return { file, text, documents, document };
  }
  throw new Error(`${folder}: no ${kind} named ${name}`);
}

function replace(file: string, before: string, after: string): Edit {
  save(file, after);
  return { file, undo: () => save(file, before) };
}

function save(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
