/** Remembers what a pure function says of an immutable object; forgotten together with the object. */
export function memoize<Owner extends object, Value>(compute: (owner: Owner) => Value): (owner: Owner) => Value {
  const known = new WeakMap<Owner, Value>();
  return (owner) => {
    let value = known.get(owner);
    if (value === undefined) {
      value = compute(owner);
      known.set(owner, value);
    }
    return value;
  };
}
