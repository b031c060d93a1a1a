import {
  beginning,
  canonicalJson,
  digestOf,
  type Entry,
  type EntryQuery,
  type Head,
  hexOf,
  type Link,
  linked,
  type NewEntry,
  type SubjectId,
} from "@sakiyomi/core";
import { isImpersonal, type Keyring, type Person } from "./keyring.ts";
import { opened, packed, type Salted, salted, sealed, sha256, unpacked } from "./seal.ts";
import type { Row, Sql } from "./sql.ts";

/** The people of an entry, for whom there has to be a key before it is written. */
export const peopleIn = ({ subject, actor }: NewEntry): readonly string[] => [
  ...(subject === undefined ? [] : [subject]),
  ...(isImpersonal(actor) ? [] : [actor]),
];

export const headOf = (sql: Sql): Head => {
  const row = sql.one("select n, hash from entry order by n desc limit 1");
  return row === null ? beginning(sha256) : { n: Number(row.n), hash: row.hash as Uint8Array };
};

/** Puts an entry behind the head; what it says is sealed with the key of its subject. */
export function append(sql: Sql, keys: Keyring, head: Head, entry: NewEntry): Head {
  const said = salted(canonicalJson(entry.content ?? null));
  const subject = entry.subject === undefined ? null : known(keys, entry.subject);
  const actor = isImpersonal(entry.actor) ? entry.actor : known(keys, entry.actor).alias;
  const digest = digestOf(said.json, said.salt, sha256);
  const link = linked(head, { at: entry.at, type: entry.type, actor, subject: subject?.alias ?? null, digest }, sha256);
  const content = subject === null ? packed(said) : sealed(packed(said), subject.key, subject.alias);
  sql.run(
    "insert into entry (n, at, type, actor, subject, prev, digest, hash, content) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ...[link.n, link.at, link.type, link.actor, link.subject, link.prev, link.digest, link.hash, content],
  );
  return { n: link.n, hash: link.hash };
}

function known(keys: Keyring, id: string): Person {
  const person = keys.ofId(id);
  if (person === null) throw new Error(`no key was made for ${id}`);
  return person;
}

export const linkOf = (row: Row): Link => ({
  n: Number(row.n),
  at: Number(row.at),
  type: String(row.type),
  actor: String(row.actor),
  subject: row.subject === null ? null : String(row.subject),
  prev: row.prev as Uint8Array,
  digest: row.digest as Uint8Array,
  hash: row.hash as Uint8Array,
});

/** What a row says, or null where there is no key, or it is not what was sealed. */
export function saidIn({ subject, content }: Row, personOf: (alias: string) => Person | null): Salted | null {
  if (content === null) return null;
  if (subject === null) return unpacked(content as Uint8Array);
  const person = personOf(String(subject));
  const plain = person === null ? null : opened(content as Uint8Array, person.key, person.alias);
  return plain === null ? null : unpacked(plain);
}

/** One page of the answer to a query: at most `page` entries, those behind `cursor` in the direction of reading. */
export function entriesPage(sql: Sql, keys: Keyring, query: PagedQuery, page: number): readonly Entry[] {
  const { text, values } = conditionOf(keys, query);
  const order = query.newestFirst ? "desc" : "asc";
  return sql
    .all(`select * from entry where ${text} order by n ${order} limit ?`, ...values, page)
    .map((row) => entryOf(row, keys));
}

interface Condition {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** `before` is not part of the port's query: it is how the next page of a newest-first reading is asked for. */
export interface PagedQuery extends EntryQuery {
  readonly before?: number;
}

function conditionOf(keys: Keyring, query: PagedQuery): Condition {
  const { subject, types, actor, from, to, after, before } = query;
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ["subject = ?", subject === undefined ? undefined : (keys.ofId(subject)?.alias ?? "")],
    ["actor = ?", actor === undefined || isImpersonal(actor) ? actor : (keys.ofId(actor)?.alias ?? "")],
    ["at >= ?", from],
    ["at <= ?", to],
    ["n > ?", after],
    ["n < ?", before],
  ];
  const asked = rows.flatMap(([text, value]) => (value === undefined ? [] : [{ text, values: [value] }]));
  if (types !== undefined)
    asked.push({ text: "type in (select value from json_each(?))", values: [JSON.stringify(types)] });
  return {
    text: ["true", ...asked.map(({ text }) => text)].join(" and "),
    values: asked.flatMap(({ values }) => values),
  };
}

function entryOf(row: Row, keys: Keyring): Entry {
  const { n, at, type, actor, subject, hash } = linkOf(row);
  const said = saidIn(row, (alias) => keys.ofAlias(alias));
  return {
    n,
    at,
    type,
    actor: actor.startsWith("~") ? (keys.ofAlias(actor)?.id ?? "erased") : actor,
    subject: subject === null ? null : ((keys.ofAlias(subject)?.id ?? null) as SubjectId | null),
    content: said === null ? null : (JSON.parse(said.json) as unknown),
    hash: hexOf(hash),
  };
}
