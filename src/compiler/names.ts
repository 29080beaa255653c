/** Names and their numbers, found both ways; millions of them. Numbers begin at 1. */
import { Column, roomFor } from './column.js';
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
  #hashes = new Uint32Array(64);
  #index = new HashIndex((number) => this.#hashes[number] as number);
  size = 0;

  /** 0: it has none. */
  numberOf(name: string): number {
    return this.#index.find(hashOf(name), (number) => this.#names.get(number) === name);
  }

  nameOf(number: number): string | undefined {
    return this.#names.get(number);
  }

  /** Neither of the two is known. */
  give(name: string, number: number): void {
    const hash = hashOf(name);
    this.#hashes = roomFor(this.#hashes, number);
    this.#hashes[number] = hash;
    this.#names.set(number, name);
    this.#index.add(hash, number);
    this.size++;
  }

  /** @returns the name that the number had */
  take(number: number): string | undefined {
    const name = this.#names.get(number);
    if (name === undefined) return undefined;
    this.#index.delete(this.#hashes[number] as number, number);
    this.#names.set(number, undefined);
    this.size--;
    return name;
  }

  clone(): Names {
    const clone = new Names();
    clone.#names = this.#names.clone();
    clone.#hashes = this.#hashes.slice();
    clone.#index = this.#index.clone((number) => clone.#hashes[number] as number);
    clone.size = this.size;
    return clone;
  }
}
