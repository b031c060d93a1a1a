import { type Entry, type SubjectId, text } from "@sakiyomi/core";
import type { Accounts } from "./access/accounts.ts";
import type { JournalLine } from "./api.ts";
import type { House } from "./house.ts";

/** Of an entry's content, what an auditor may read: who did what and why, and nothing that was measured. */
const forAuditors: ReadonlySet<string> = new Set([
  ...[
    "what",
    "roles",
    "role",
    "route",
    "code",
    "how",
    "address",
    "who",
    "reason",
    "staff",
    "device",
    "prefix",
    "person",
  ],
  ...[
    "purpose",
    "given",
    "skill",
    "version",
    "place",
    "on",
    "key",
    "level",
    "to",
    "until",
    "from",
    "id",
    "active",
    "url",
  ],
]);

const nameOf = (actor: string, accounts: Accounts): string => {
  const [type, id = ""] = actor.split(":");
  return type === "staff" ? (accounts.get(id)?.name ?? id) : actor;
};

function valuesOf(content: unknown, mayShow: (key: string) => boolean): Readonly<Record<string, string | number>> {
  if (typeof content !== "object" || content === null) return {};
  const shown: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(content)) {
    if (!mayShow(key)) continue;
    if (typeof value === "string" || typeof value === "number") shown[key] = value;
    if (typeof value === "boolean") shown[key] = value ? "yes" : "no";
    if (key === "text" && isText(value)) Object.assign(shown, { text: value.key }, value.values);
  }
  return shown;
}

const isText = (value: unknown): value is { key: string; values?: Record<string, string | number> } =>
  typeof value === "object" && value !== null && "key" in value && typeof value.key === "string";

/** An entry in plain words: its type is the key of a sentence, its content fills the holes. */
function line(entry: Entry, accounts: Accounts, mayShow: (key: string) => boolean): JournalLine {
  const { n, at, type, actor, content } = entry;
  const name = nameOf(actor, accounts);
  // Erased content is gone; that something was there is not.
  const said =
    content === null
      ? text("journal.erased", { type })
      : text(`journal.${type}`, { ...valuesOf(content, mayShow), actor: name });
  return { n, at, type, actor: name, text: said };
}

export const lineOf = (entry: Entry, accounts: Accounts): JournalLine => line(entry, accounts, () => true);
export const auditLineOf = (entry: Entry, accounts: Accounts): JournalLine & { readonly subject: string | null } => ({
  ...line(entry, accounts, (key) => forAuditors.has(key)),
  subject: entry.subject,
});

export interface LookView {
  readonly at: number;
  readonly name: string;
  readonly roles: string;
  readonly what: string;
  /** Of break-glass. */
  readonly reason: string | null;
}

/** Who looked at a person's data: for the person, the family, and those who care. */
export async function looksOf(house: House, subject: SubjectId): Promise<readonly LookView[]> {
  const types = ["access.look", "access.break-glass"];
  const entries = await house.ward.records.entries({ subject, types, limit: 500, newestFirst: true });
  return entries.map(({ at, actor, type, content }) => {
    const {
      roles = "",
      what = "",
      reason = null,
    } = (content ?? {}) as { roles?: string; what?: string; reason?: string };
    return {
      at,
      name: nameOf(actor, house.access.accounts),
      roles,
      what: type === "access.look" ? what : "break-glass",
      reason,
    };
  });
}
