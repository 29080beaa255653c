/** What an input may hold; checked before any work is done on it (F81). Exceeding one is an error that says both numbers. */
export const LIMITS = {
  fileCharacters: 64 * 1024 * 1024,
  /** Of one YAML document: those beyond are not told. */
  syntaxErrors: 100,
  /** Levels of one YAML document. */
  depth: 200,
  /** Alias expansions of one YAML document. */
  aliases: 1000,
  /** Rules in one direction of one policy. */
  rules: 10_000,
  /** Peers of one rule. */
  peers: 20_000,
  /** Exceptions of one CIDR. */
  exceptions: 1_000,
  /** Port patterns of one rule. */
  ports: 1_000,
  /** Peers × ports of one rule. */
  rectangles: 200_000,
  /** Prefixes of one address group. */
  prefixes: 200_000,
} as const;
