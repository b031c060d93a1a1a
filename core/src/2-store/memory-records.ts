import { Fault, type Instant, type SubjectId } from "../1-signal/index.ts";
import { canonicalJson, jsonCopy } from "./canonical-json.ts";
import { keptUntil, matches, passes } from "./record-rules.ts";
import type {
  Change,
  Checkpoint,
  Committed,
  Conflict,
  Entry,
  EntryQuery,
  NewEntry,
  Put,
  Records,
  Resource,
  Version,
} from "./records.ts";

interface Row {
  readonly subject: SubjectId | null;
  readonly version: Version;
}

interface Held {
  readonly rows: Map<string, readonly Row[]>;
  readonly journal: Entry[];
  readonly states: Map<string, Checkpoint>;
}

/** The records in memory: for tests and for trying things out. It keeps the contract, but nothing beyond the process. */
export function memoryRecords(): Records {
  const held: Held = { rows: new Map(), journal: [], states: new Map() };
  let open = true;
  const answer = async <T>(work: () => T): Promise<T> => {
    if (!open) throw new Fault("STORE_CLOSED", "The records are closed.");
    return work();
  };
  const current = () => [...held.rows.values()].flatMap((rows) => rows.at(-1) ?? []);
  const living = () => current().filter(({ version }) => !version.deleted);
  const byId = (a: Row, b: Row) => compare(keyOf(a.version.resource), keyOf(b.version.resource));
  const shown = (rows: readonly Row[]) => rows.map(({ version }) => jsonCopy(version));
  return {
    commit: (change) => answer(() => commit(held, change)),
    get: <R extends Resource>(resourceType: R["resourceType"], id: string) =>
      answer(() => {
        const version = held.rows.get(keyOf({ resourceType, id }))?.at(-1)?.version;
        return version === undefined || version.deleted ? null : (jsonCopy(version) as Version<R>);
      }),
    history: (resourceType, id) => answer(() => shown(held.rows.get(keyOf({ resourceType, id })) ?? [])),
    search: <R extends Resource>(resourceType: R["resourceType"], where: Readonly<Record<string, unknown>> = {}) =>
      answer(() => {
        const found = living().filter(
          ({ version: { resource } }) => resource.resourceType === resourceType && matches(resource, where),
        );
        return shown(found.sort(byId)) as unknown as readonly Version<R>[];
      }),
    ofSubject: (subject) =>
      answer(() =>
        shown(
          living()
            .filter((row) => row.subject === subject)
            .sort(byId),
        ),
      ),
    entries: (query) => answer(() => entries(held.journal, query)),
    checkpoints: () => answer(() => [...held.states.values()].map(jsonCopy)),
    erase: (subject, by, at) => answer(() => erase(held, subject, by, at)),
    close: async () => {
      open = false;
    },
  };
}

const keyOf = ({ resourceType, id }: Pick<Resource, "resourceType" | "id">): string => `${resourceType}/${id}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function commit(held: Held, { by, at, puts = [], journal = [], checkpoints = [] }: Change): Committed {
  // Everything is copied, and so checked, before anything is changed: all or nothing.
  const lines = journal.map(jsonCopy);
  const states = checkpoints.map(jsonCopy);
  const staged = new Map<string, readonly Row[]>();
  const versions: number[] = [];
  for (const put of puts) {
    const key = keyOf(put.resource);
    const rows = staged.get(key) ?? held.rows.get(key) ?? [];
    const last = rows.at(-1);
    const found = last?.version.version ?? 0;
    const conflict = conflictOf(put, found);
    if (conflict !== null) return { ok: false, conflict };
    staged.set(key, [...rows, rowOf(put, last, by, at)]);
    versions.push(found + 1);
  }
  for (const [key, rows] of staged) held.rows.set(key, rows);
  for (const line of lines) held.journal.push(entryOf(line, held.journal.at(-1)));
  for (const state of states) held.states.set(`${state.skill} ${state.subject}`, state);
  return { ok: true, versions };
}

function conflictOf({ resource: { resourceType, id }, ifMatch }: Put, found: number): Conflict | null {
  return ifMatch === undefined || ifMatch === found ? null : { resourceType, id, wanted: ifMatch, found };
}

function rowOf({ resource, subject, deleted = false }: Put, last: Row | undefined, by: string, at: Instant): Row {
  const version = { resource: jsonCopy(resource), version: (last?.version.version ?? 0) + 1, at, by, deleted };
  return { subject: subject ?? last?.subject ?? null, version };
}

/** A chain in miniature (FNV-1a, 32 bits): enough to see that entries hang together, no protection against anybody. */
function entryOf(line: NewEntry, last: Entry | undefined): Entry {
  const { at, type, actor, subject = null, content = null } = line;
  const said = `${last?.hash ?? ""}${canonicalJson({ at, type, actor, subject, content })}`;
  let hash = 0x811c9dc5;
  for (let index = 0; index < said.length; index++) hash = Math.imul(hash ^ said.charCodeAt(index), 0x01000193);
  return { n: (last?.n ?? 0) + 1, at, type, actor, subject, content, hash: (hash >>> 0).toString(16).padStart(8, "0") };
}

function entries(journal: readonly Entry[], query: EntryQuery): readonly Entry[] {
  const found = journal.filter((entry) => passes(entry, query));
  if (query.newestFirst) found.reverse();
  return found.slice(0, query.limit).map(jsonCopy);
}

function erase(held: Held, subject: SubjectId, by: string, at: Instant): void {
  const rows = [...held.rows.values()].flat();
  const until = keptUntil(
    rows
      .filter((row) => row.subject === subject && held.rows.get(keyOf(row.version.resource))?.at(-1) === row)
      .map(({ version }) => version),
    at,
  );
  if (until !== null) throw new Fault("RETENTION", `It has to be kept until ${until}.`);
  for (const [key, versions] of held.rows) {
    const kept = versions.filter((row) => row.subject !== subject);
    if (kept.length === 0) held.rows.delete(key);
    else
      held.rows.set(
        key,
        kept.map((row) => withoutAuthor(row, subject)),
      );
  }
  for (const [key, state] of held.states) if (state.subject === subject) held.states.delete(key);
  for (const [index, entry] of held.journal.entries()) held.journal[index] = withoutPerson(entry, subject);
  held.journal.push(entryOf({ at, type: "erased", actor: by, content: null }, held.journal.at(-1)));
}

const withoutAuthor = (row: Row, subject: SubjectId): Row =>
  row.version.by === subject ? { ...row, version: { ...row.version, by: "erased" } } : row;

function withoutPerson(entry: Entry, subject: SubjectId): Entry {
  const silent = entry.subject === subject ? { ...entry, subject: null, content: null } : entry;
  return silent.actor === subject ? { ...silent, actor: "erased" } : silent;
}
