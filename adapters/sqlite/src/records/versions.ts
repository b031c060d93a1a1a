import {
  type Conflict,
  canonicalJson,
  type Instant,
  matches,
  type Put,
  type Resource,
  type Version,
} from "@sakiyomi/core";
import { factsOf } from "./facts.ts";
import type { Row, Sql } from "./sql.ts";

const COLUMNS = "v.row, v.type, v.id, v.version, v.at, v.author, v.subject, v.deleted, v.body";
const CURRENT = `select ${COLUMNS} from current c join version v using (row)`;

const versionOf = ({ body, version, at, author, deleted }: Row): Version => ({
  resource: JSON.parse(String(body)) as Resource,
  version: Number(version),
  at: Number(at),
  by: String(author),
  deleted: deleted === 1,
});

const currentRow = (sql: Sql, type: string, id: string): Row | null =>
  sql.one(`${CURRENT} where c.type = ? and c.id = ?`, type, id);

export function currentOf(sql: Sql, type: string, id: string): Version | null {
  const row = currentRow(sql, type, id);
  return row === null || row.deleted === 1 ? null : versionOf(row);
}

export const historyOf = (sql: Sql, type: string, id: string): readonly Version[] =>
  sql.all(`select ${COLUMNS} from version v where type = ? and id = ? order by version`, type, id).map(versionOf);

export const versionsOfSubject = (sql: Sql, subject: string): readonly Version[] =>
  sql.all(`${CURRENT} where v.subject = ? and v.deleted = 0 order by c.type, c.id`, subject).map(versionOf);

/** SQL narrows the search by what is indexed; whether a record matches is decided in one place, for every Records. */
export function searched(sql: Sql, type: string, where: Readonly<Record<string, unknown>>): readonly Version[] {
  const asked = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined));
  const facts = [...factsOf({ ...asked, resourceType: type, id: "" })];
  const narrowed = facts
    .map(() => " and c.id in (select id from fact where type = c.type and field = ? and value = ?)")
    .join("");
  const rows = sql.all(`${CURRENT} where c.type = ? and v.deleted = 0${narrowed} order by c.id`, type, ...facts.flat());
  return rows.map(versionOf).filter(({ resource }) => matches(resource, where));
}

/** Writes the next version, or says with what it collides. */
export function put(sql: Sql, wanted: Put, by: string, at: Instant): number | Conflict {
  const { resource, ifMatch, deleted = false } = wanted;
  const { resourceType, id } = resource;
  const last = currentRow(sql, resourceType, id);
  const found = Number(last?.version ?? 0);
  if (ifMatch !== undefined && ifMatch !== found) return { resourceType, id, wanted: ifMatch, found };
  const subject = wanted.subject ?? (last?.subject as string | null | undefined) ?? null;
  sql.run(
    "insert into version (type, id, version, at, author, subject, deleted, body) values (?, ?, ?, ?, ?, ?, ?, ?)",
    ...[resourceType, id, found + 1, at, by, subject, Number(deleted), canonicalJson(resource)],
  );
  sql.run("insert or replace into current (type, id, row) values (?, ?, last_insert_rowid())", resourceType, id);
  replaceFacts(sql, last, deleted ? null : resource);
  return found + 1;
}

function replaceFacts(sql: Sql, was: Row | null, is: Resource | null): void {
  const old = was === null || was.deleted === 1 ? null : (JSON.parse(String(was.body)) as Resource);
  const before = old === null ? new Map<string, string>() : factsOf(old);
  const after = is === null ? new Map<string, string>() : factsOf(is);
  for (const [field, value] of before)
    if (old !== null && after.get(field) !== value)
      sql.run(
        "delete from fact where type = ? and field = ? and value = ? and id = ?",
        old.resourceType,
        field,
        value,
        old.id,
      );
  for (const [field, value] of after)
    if (is !== null && before.get(field) !== value)
      sql.run("insert into fact (type, field, value, id) values (?, ?, ?, ?)", is.resourceType, field, value, is.id);
}

/** The current `Retention` records of a person. */
export const retentionsOf = (sql: Sql, subject: string): readonly Version[] =>
  sql.all(`${CURRENT} where v.subject = ? and c.type = 'Retention'`, subject).map(versionOf);

/** Deletes every version that was put as the person's; of a record that had passed between people the others' stay. */
export function forgetSubject(sql: Sql, subject: string): void {
  const touched = sql.all("select distinct type, id from version where subject = ?", subject);
  for (const { type, id } of touched) {
    const last = currentRow(sql, String(type), String(id));
    sql.run("delete from version where type = ? and id = ? and subject = ?", String(type), String(id), subject);
    if (last?.subject !== subject) continue;
    replaceFacts(sql, last, null);
    sql.run("delete from current where type = ? and id = ?", String(type), String(id));
    restoreEarlier(sql, String(type), String(id));
  }
}

function restoreEarlier(sql: Sql, type: string, id: string): void {
  const earlier = sql.one(
    `select ${COLUMNS} from version v where type = ? and id = ? order by version desc limit 1`,
    type,
    id,
  );
  if (earlier === null) return;
  sql.run("insert into current (type, id, row) values (?, ?, ?)", type, id, Number(earlier.row));
  const { resource, deleted } = versionOf(earlier);
  replaceFacts(sql, null, deleted ? null : resource);
}
