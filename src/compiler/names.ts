/** Names and their numbers, found both ways; millions of them. Numbers begin at 1. */
import { Column, Words } from '../policy/column.js';
import { HashIndex } from './hash-index.js';

/** No process has another's: who writes names cannot know which ones collide. */
const SEED = Math.floor(Math.random() * 2 ** 32);

function hashOf(name: string): number {
  let h = SEED;
  for (let i = 0; i < name.length; i++) {
    h = Math.imul(h ^ name.charCodeAt(i), 0x85ebca6b);
    h ^= h >>> 13;
  }
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  return (h ^ (h >>> 15)) >>> 0;
}

export class Names {
  #names = new Column<string>();
  /** Kept: names may take time to tell. */
  #hashes = new Words();
  #index = new HashIndex((number) => this.#hashes.get(number));
  size = 0;
  /** Tells the name of a number that has one and has been left, and of no other. */
  elsewhere: (number: number) => string | undefined = () => undefined;

  /** 0: it has none. */
  numberOf(name: string): number {
    const hash = hashOf(name);
    return this.#index.find(hash, (number) => this.#hashes.get(number) === hash && this.nameOf(number) === name);
  }

  nameOf(number: number): string | undefined {
    return this.#names.get(number) ?? this.elsewhere(number);
  }

  /** From now on the name is held here again. */
  keep(number: number, name: string): void {
    this.#names.set(number, name);
  }

  /** From now on the name is not held here: `elsewhere` tells it. */
  leave(number: number): void {
    this.#names.set(number, undefined);
  }

  /** Neither of the two is known. */
  give(name: string, number: number): void {
    const hash = hashOf(name);
    this.#hashes.set(number, hash);
    this.#names.set(number, name);
    this.#index.add(hash, number);
    this.size++;
  }

  /** @returns the name that the number had; `elsewhere` may tell it no more */
  take(number: number): string | undefined {
    const name = this.nameOf(number);
    if (name === undefined) return undefined;
    this.#index.delete(this.#hashes.get(number), number);
    this.#names.set(number, undefined);
    this.size--;
    return name;
  }

  clone(): Names {
    const clone = new Names();
    clone.#names = this.#names.clone();
    clone.#hashes = this.#hashes.clone();
    clone.#index = this.#index.clone((number) => clone.#hashes.get(number));
    clone.size = this.size;
    return clone;
  }
}
