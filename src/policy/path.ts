/** From an object to a value within it. */
export type Path = readonly (string | number)[];

/** `spec.ingress[0].from` */
export function formatPath(path: Path): string {
  return path
    .map((segment, i) => (typeof segment === 'number' ? `[${segment}]` : `${i === 0 ? '' : '.'}${segment}`))
    .join('');
}
