/** Whether the server can be reached, as far as this page has seen it. */
type Listener = () => void;

const listeners = new Set<Listener>();
let isReached = typeof navigator === "undefined" || navigator.onLine;

function set(reached: boolean): void {
  if (reached === isReached) return;
  isReached = reached;
  for (const listener of listeners) listener();
}

/** The server has answered, or its feed was heard. */
export const reached = (): void => set(true);
/** A request did not get through. It counts until something gets through again. */
export const unreached = (): void => set(false);
export const isOnline = (): boolean => isReached;
export function onNetwork(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
