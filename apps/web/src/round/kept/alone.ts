/** One at a time, also where two pages of one browser are open: what is read, changed and written must not cross. */
const turns = new Map<string, Promise<unknown>>();

export function alone<T>(name: string, then: () => Promise<T>): Promise<T> {
  if (typeof navigator !== "undefined" && "locks" in navigator)
    return navigator.locks.request(`sakiyomi-${name}`, then);
  const mine = (turns.get(name) ?? Promise.resolve()).then(then, then);
  turns.set(name, mine);
  return mine;
}
