import assert from "node:assert/strict";
import { test } from "node:test";
import type { Store } from "../2-store/index.ts";
import { arrivalPromises } from "./store-arrivals.ts";
import { forgettingPromises } from "./store-forgetting.ts";
import { readingPromises } from "./store-reading.ts";
import { summaryPromises } from "./store-summary.ts";
import { writingPromises } from "./store-writing.ts";

/** What a store promises: a sentence, and the test of it on an empty store. */
export type Promises = Readonly<Record<string, (store: Store) => Promise<void>>>;

/** The contract of the port, called by the fake and by every adapter. `open` gives an empty store each time. */
export function behavesLikeStore(name: string, open: () => Promise<Store>): void {
  const all = { ...writingPromises, ...readingPromises, ...summaryPromises, ...arrivalPromises, ...forgettingPromises };
  for (const [sentence, holds] of Object.entries(all))
    test(`${name}: ${sentence}`, async () => {
      const store = await open();
      try {
        await holds(store);
      } finally {
        await store.close();
      }
    });
  test(`${name}: speaks of a defect when it is used after it was closed`, async () => {
    const store = await open();
    await store.close();
    await assert.rejects(store.append([]), /STORE_CLOSED/);
  });
}
