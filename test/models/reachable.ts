/**
 * Every text that can be reached from an object, and every object: own properties of any kind, members of maps and sets,
 * and what signals hold inside. Closures cannot be looked into.
 */
export function reachableFrom(root: unknown): { readonly texts: ReadonlySet<string>; readonly things: ReadonlySet<unknown> } {
  const texts = new Set<string>();
  const things = new Set<unknown>();
  const todo: unknown[] = [root];
  while (todo.length > 0) {
    const one = todo.pop();
    if (typeof one === 'string') texts.add(one);
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || things.has(one)) continue;
    things.add(one);
    if (one instanceof Map) todo.push(...one.keys(), ...one.values());
    else if (one instanceof Set) todo.push(...one);
    if (ArrayBuffer.isView(one)) { texts.add(new TextDecoder().decode(one)); continue; }
    for (const key of Reflect.ownKeys(one)) {
      const own = Object.getOwnPropertyDescriptor(one, key);
      // A getter of a simulator tells what lies on it; one of ours could tell as much.
      if (own) todo.push(own.get ? own.get.call(one) : own.value);
    }
  }
  return { texts, things };
}
