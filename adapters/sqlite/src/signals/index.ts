export { openSignalStore, type SignalStore, type SignalStoreOptions } from "./store.ts";
