import { join } from "node:path";
import type { Entry, EntryQuery, Resource } from "@sakiyomi/core";
import { coded } from "../faults.ts";
import { entriesPage } from "./entries.ts";
import { Keyring } from "./keyring.ts";
import { openReadOnly } from "./schema.ts";
import { Sql } from "./sql.ts";
import { searched } from "./versions.ts";

/** So many entries are read where a query sets no limit. */
const ALL = 1_000_000;

/**
 * Entries of a journal, read beside a running server or without one; changes nothing and takes no lock. The keys are read
 * first: an entry of somebody who is erased meanwhile is shown as erased.
 */
export function readEntries({ dir }: { readonly dir: string }, query: EntryQuery): readonly Entry[] {
  const keyring = new Keyring(openReadOnly(join(dir, "keys.db")));
  try {
    const db = openReadOnly(join(dir, "records.db"));
    try {
      return coded("records.db", () => entriesPage(new Sql(db), keyring, query, query.limit ?? ALL));
    } finally {
      db.close();
    }
  } finally {
    keyring.close();
  }
}

/** The records of a type as they stand, read in the same way. Whoever is erased has none. */
export function readRecords({ dir }: { readonly dir: string }, type: string): readonly Resource[] {
  const db = openReadOnly(join(dir, "records.db"));
  try {
    return coded("records.db", () => searched(new Sql(db), type, {}).map(({ resource }) => resource));
  } finally {
    db.close();
  }
}
