/** Where things lie on the device, by name. IndexedDB in a browser; a map in a test. */
export interface Drawer {
  get(name: string): Promise<unknown>;
  put(entries: Readonly<Record<string, unknown>>): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
  /** Names that begin so, in order. */
  names(beginning: string): Promise<readonly string[]>;
}

export function memoryDrawer(): Drawer {
  const all = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(all.get(name)),
    put: (entries) => {
      for (const [name, value] of Object.entries(entries)) all.set(name, structuredClone(value));
      return Promise.resolve();
    },
    remove: (names) => {
      for (const name of names) all.delete(name);
      return Promise.resolve();
    },
    names: (beginning) => Promise.resolve([...all.keys()].filter((name) => name.startsWith(beginning)).sort()),
  };
}
