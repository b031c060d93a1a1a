import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { bytesOfHex, type Finding, type Head, hexOf, type StoredLink, text, verifyChain } from "@sakiyomi/core";
import { coded } from "../faults.ts";
import { publicKeyIn, readAnchor } from "./anchor.ts";
import { linkOf, saidIn } from "./entries.ts";
import { type Person, peopleOf } from "./keyring.ts";
import { openReadOnly } from "./schema.ts";
import { sha256 } from "./seal.ts";
import { type Row, Sql } from "./sql.ts";

/** What the reading of the whole journal found. `ok` where there are no findings. */
export interface Report {
  readonly ok: boolean;
  readonly entries: number;
  /** Hexadecimal; null of an empty journal. */
  readonly head: string | null;
  /** The anchored entry; null where no anchor could be trusted. */
  readonly anchored: { readonly n: number; readonly at: string } | null;
  readonly erased: number;
  readonly findings: readonly Finding[];
}

/**
 * Reads the journal and its anchor, changes nothing, and may run beside the server. The order of reading matters: the
 * keys first, so that a key missing then was destroyed before, and its erasure is in the journal; then the anchor, which
 * is never ahead of the journal that is read last.
 */
export function verifyJournal({ dir, stateDir }: { readonly dir: string; readonly stateDir: string }): Report {
  const keys = openReadOnly(join(dir, "keys.db"));
  try {
    const records = openReadOnly(join(dir, "records.db"));
    try {
      return coded("records.db", () => reportOf(new Sql(records), keys, stateDir));
    } finally {
      records.close();
    }
  } finally {
    keys.close();
  }
}

function reportOf(sql: Sql, keys: DatabaseSync, stateDir: string): Report {
  const personOf = personIn(keys);
  const anchor = trustedAnchor(sql, stateDir);
  const head = anchor.head === null ? null : { n: anchor.head.n, hash: bytesOfHex(anchor.head.hash) };
  sql.db.exec("begin");
  const erased = aliasesIn(sql);
  const walked = walk(
    sql,
    head,
    (row) => saidIn(row, personOf) ?? (erased.has(String(row.subject)) ? "erased" : "unreadable"),
  );
  const findings = [...fileFindings(sql), ...walked.findings, ...anchor.findings, ...replacements(sql)];
  return {
    ok: findings.length === 0,
    entries: walked.entries,
    head: walked.last,
    anchored: anchor.head === null ? null : { n: anchor.head.n, at: anchor.head.at },
    erased: erased.size,
    findings,
  };
}

/** As of now, or, for somebody who came since, as of when it is asked. */
function personIn(keys: DatabaseSync): (alias: string) => Person | null {
  const people = new Map(peopleOf(keys).map((person) => [person.alias, person]));
  const later = keys.prepare("select alias, id, key from person where alias = ?");
  return (alias) => {
    const known = people.get(alias);
    if (known !== undefined) return known;
    const row = later.get(alias);
    if (row === undefined) return null;
    const person = { alias, id: String(row.id), key: row.key as Uint8Array };
    people.set(alias, person);
    return person;
  };
}

interface Walked {
  readonly entries: number;
  readonly last: string | null;
  readonly findings: readonly Finding[];
}

function walk(sql: Sql, head: Head | null, saidOf: (row: Row) => StoredLink["said"]): Walked {
  let entries = 0;
  let last: Uint8Array | null = null;
  function* links(): Generator<StoredLink> {
    for (const row of sql.rows("select * from entry order by n")) {
      const link = linkOf(row);
      entries++;
      last = link.hash;
      yield { ...link, said: saidOf(row) };
    }
  }
  const findings = verifyChain(links(), head, sha256);
  return { entries, last: last === null ? null : hexOf(last), findings };
}

/** Whose content may be unreadable: the erasure is itself in the chain, and so cannot be made up afterwards. */
const aliasesIn = (sql: Sql): ReadonlySet<string> =>
  new Set(
    sql.all("select subject, content from entry where type = 'erased' and subject is null").flatMap((row) => {
      const { alias } = contentOf(row);
      return typeof alias === "string" ? [alias] : [];
    }),
  );

function contentOf(row: Row): Readonly<Record<string, unknown>> {
  const said = saidIn(row, () => null);
  try {
    return JSON.parse(said?.json ?? "{}") as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

interface Trusted {
  readonly head: { readonly n: number; readonly hash: string; readonly at: string } | null;
  readonly findings: readonly Finding[];
}

function trustedAnchor(sql: Sql, stateDir: string): Trusted {
  const meta = new Map(sql.all("select name, value from meta").map(({ name, value }) => [String(name), String(value)]));
  const publicKey = meta.get("publicKey") ?? "";
  const read = readAnchor(stateDir, meta.get("id") ?? "", publicKey);
  const outside = publicKeyIn(stateDir);
  if (!read.ok) return distrusted(read.why);
  if (outside !== null && outside !== publicKey) return distrusted("foreign");
  return { head: read.anchor, findings: [] };
}

const distrusted = (why: "missing" | "unreadable" | "foreign"): Trusted => ({
  head: null,
  findings: [{ code: "JOURNAL_CUT", n: 0, what: text(`journal-anchor-${why}`) }],
});

const replacements = (sql: Sql): readonly Finding[] =>
  sql.all("select n, subject, content from entry where type = 'journal-anchor-replaced'").map((row) => {
    const n = Number(row.n);
    return {
      code: "JOURNAL_CUT",
      n,
      what: text("journal-anchor-replaced", { n, anchored: Number(contentOf(row).anchored ?? 0) }),
    };
  });

function fileFindings(sql: Sql): readonly Finding[] {
  const [found] = Object.values(sql.one("pragma quick_check(1)") ?? {});
  return found === "ok"
    ? []
    : [{ code: "JOURNAL_CHANGED", n: 0, what: text("journal-file", { found: String(found) }) }];
}
