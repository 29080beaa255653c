/** What is asked for in bursts, by all nodes when they connect and by one that tries again, and is as large as what it is made of. */

/** Nobody asked for so long: everything is forgotten. */
const QUIET_MS = 30_000;

/** Remembers what a pure function says of an immutable object: no longer than the object, nor than anybody asks. */
export function memoizeLately<Owner extends object, Value>(compute: (owner: Owner) => Value): (owner: Owner) => Value {
  let known = new WeakMap<Owner, Value>();
  let quiet: NodeJS.Timeout | undefined;
  let asked = false;
  const look = (): void => {
    if (asked) {
      asked = false;
      quiet?.refresh();
      return;
    }
    known = new WeakMap();
    quiet = undefined;
  };
  return (owner) => {
    asked = true;
    quiet ??= setTimeout(look, QUIET_MS).unref();
    let value = known.get(owner);
    if (value === undefined) {
      value = compute(owner);
      known.set(owner, value);
    }
    return value;
  };
}
