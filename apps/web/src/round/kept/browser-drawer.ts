import type { Drawer } from "./drawer.ts";

const STORE = "things";

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when it lies on the disk of the device, not before. */
const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

/** IndexedDB with one store. Keys of WebCrypto lie there as they are: a script can use them and never read them. */
export function browserDrawer(name: string): Drawer {
  let database: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> => {
    database ??= opened(name);
    return database;
  };
  const write = async (change: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await open()).transaction(STORE, "readwrite", { durability: "strict" });
    change(transaction.objectStore(STORE));
    await done(transaction);
  };
  const read = async (): Promise<IDBObjectStore> => (await open()).transaction(STORE, "readonly").objectStore(STORE);
  return {
    get: async (of) => settled((await read()).get(of)),
    put: (entries) =>
      write((store) => {
        for (const [of, value] of Object.entries(entries)) store.put(value, of);
      }),
    remove: (names) =>
      write((store) => {
        for (const of of names) store.delete(of);
      }),
    names: async (beginning) => {
      const range = IDBKeyRange.bound(beginning, `${beginning}\uffff`);
      return (await settled((await read()).getAllKeys(range))).map(String);
    },
  };
}
