/**
 * Remembers what a pure function says of an immutable object, in the object itself: forgotten together with it, and no copy of it,
 * which may be changed, takes it along. Comparisons, JSON and messages to threads do not see it.
 * @throws {TypeError} of the function that is returned: the object is frozen
 */
export function memoize<Owner extends object, Value>(compute: (owner: Owner) => Value): (owner: Owner) => Value {
  const derived = Symbol('derived');
  return (owner: Owner & { readonly [derived]?: Value }) => {
    // What a prototype derived is of the prototype.
    if (Object.hasOwn(owner, derived)) return owner[derived] as Value;
    const value = compute(owner);
    Object.defineProperty(owner, derived, { value });
    return value;
  };
}
