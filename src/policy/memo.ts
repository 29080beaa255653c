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

/** The same, and forgotten before that, when memory is collected and nobody else has the value. For values that are large, and asked for in bursts. */
export function memoizeForNow<Owner extends object, Value extends object>(
  compute: (owner: Owner) => Value,
): (owner: Owner) => Value {
  const known = new WeakMap<Owner, WeakRef<Value>>();
  return (owner) => {
    let value = known.get(owner)?.deref();
    if (value === undefined) {
      value = compute(owner);
      known.set(owner, new WeakRef(value));
    }
    return value;
  };
}
