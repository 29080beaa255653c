/**
 * Identities of SPIFFE (https://spiffe.io/docs/latest/spiffe-specs/x509-svid/): a certificate says who it is by one URI, and a
 * mapping of the configuration says what that may do here. Beside the names of our own certificates, which have no such URI.
 */

export interface Spiffe {
  /** `prod.example`. */
  readonly trustDomain: string;
  /** Paths, one segment of which may be `{name}`: the name of the node, of the person. */
  readonly roles: { readonly [role: string]: string | undefined };
}

export interface SpiffeIdentity {
  readonly name: string;
  /** Undefined: the mapping gives it none. */
  readonly role: string | undefined;
}

const SCHEME = 'spiffe://';
const NAME = '{name}';
/** What a segment of a path may have. */
const SEGMENT = '([a-zA-Z0-9._-]+)';

/** Why a path is no pattern, or undefined. */
export function wrongPath(role: string, path: string): string | undefined {
  if (!/^(\/([a-zA-Z0-9._-]+|\{name\}))+$/.test(path))
    return 'expected a path such as /ns/osg-system/sa/osg-controller, with {name} for one segment';
  const names = path.split(NAME).length - 1;
  if (names > 1) return '{name} stands for one segment';
  if (role === 'node' && names === 0) return 'needs {name}: a certificate is of one node';
  return undefined;
}

/** Of a process: it has one configuration, and every certificate that it sees is read by it. */
let mapping: { readonly prefix: string; readonly patterns: readonly (readonly [string, RegExp])[] } | undefined;

/** From now on; undefined: URIs mean nothing. */
export function trustSpiffe(spiffe: Spiffe | undefined): void {
  mapping = spiffe && {
    prefix: `${SCHEME}${spiffe.trustDomain}/`,
    patterns: Object.entries(spiffe.roles).flatMap(([role, path]) => {
      if (path === undefined) return [];
      const source = path.split(NAME).map((part) => part.replaceAll('.', '\\.'));
      return [[role, new RegExp(`^${source.join(SEGMENT)}$`)] as const];
    }),
  };
}

/** @param uris of the certificate. Undefined: it is no certificate of SPIFFE, or none is trusted */
export function spiffeIdentity(uris: readonly string[]): SpiffeIdentity | undefined {
  if (mapping === undefined) return undefined;
  const { prefix, patterns } = mapping;
  const ids = uris.filter((uri) => uri.startsWith(SCHEME));
  const [id] = ids;
  if (id === undefined) return undefined;
  // Two are none, and one of another domain is nobody here, whatever its subject says.
  if (uris.length > 1 || !id.startsWith(prefix)) return { name: id, role: undefined };
  const path = id.slice(prefix.length - 1);
  for (const [role, pattern] of patterns) {
    const match = pattern.exec(path);
    if (match !== null) return { name: match[1] ?? id, role };
  }
  return { name: id, role: undefined };
}
