import { accept, type Instant, type NewEntry, type Read, type Records, refuse } from "@sakiyomi/core";
import type { Account, NewStaff, Passkey, StaffChange } from "./account.ts";
import { hashOf, readPassword, readPin } from "./password.ts";
import { digestOf, newId } from "./secret.ts";

interface Held {
  readonly account: Account;
  readonly version: number;
}

const nameKey = (name: string) => name.normalize("NFKC").trim().toLowerCase();

/** The people who can sign in, kept as records; read from memory, written through. */
export class Accounts {
  readonly #records: Records;
  readonly #held = new Map<string, Held>();
  readonly #listeners = new Set<(id: string) => void>();

  constructor(records: Records) {
    this.#records = records;
  }

  async load(): Promise<this> {
    for (const { resource, version } of await this.#records.search<Account>("Account"))
      this.#held.set(resource.id, { account: resource, version });
    return this;
  }

  all = (): readonly Account[] => [...this.#held.values()].map(({ account }) => account);
  get = (id: string): Account | null => this.#held.get(id)?.account ?? null;
  byName = (name: string): Account | null =>
    this.all().find((account) => nameKey(account.name) === nameKey(name)) ?? null;
  byPasskey = (id: string): Account | null =>
    this.all().find((account) => account.active && account.passkeys.some((key) => key.id === id)) ?? null;
  byBadge = (badge: string): Account | null =>
    this.all().find((account) => account.active && account.badge === digestOf(badge)) ?? null;
  isEmpty = (): boolean => this.#held.size === 0;

  /** Called when an account changes, so that an open page loses at once what its person may no longer see. */
  onChange(listen: (id: string) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  async add(wanted: NewStaff, by: string, at: Instant): Promise<Read<Account>> {
    if (this.byName(wanted.name)) return refuse("REC_CONFLICT", "name", wanted.name, "a name that nobody has yet");
    const secrets = await secretsOf(wanted, wanted.name);
    if (!secrets.ok) return secrets;
    const { name, roles, places, familyOf } = wanted;
    const blank = { password: null, pin: null, badge: null, passkeys: [], active: true };
    const account = { resourceType: "Account", id: newId("s"), name, roles, places, familyOf, ...blank } as const;
    return this.#put({ ...account, ...secrets.value }, 0, by, at, "staff.added");
  }

  async change(id: string, change: StaffChange, by: string, at: Instant): Promise<Read<Account>> {
    const held = this.#held.get(id);
    if (!held) return refuse("REC_MISSING", "id", id, "an account of this house");
    const secrets = await secretsOf(change, change.name ?? held.account.name);
    if (!secrets.ok) return secrets;
    const { password: _p, pin: _n, badge: _b, ...plain } = change;
    const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
    const next: Account = { ...held.account, ...given, ...secrets.value };
    if (this.#isLastAdministrator(held.account) && !(next.active && next.roles.includes("administrator")))
      return refuse("ACCESS_ROLE", "roles", next.roles, "at least one administrator who can sign in");
    return this.#put(next, held.version, by, at, "staff.changed");
  }

  setPasskeys(id: string, passkeys: readonly Passkey[], by: string, at: Instant): Promise<Read<Account>> {
    const held = this.#held.get(id);
    if (!held) return Promise.resolve(refuse("REC_MISSING", "id", id, "an account of this house"));
    return this.#put({ ...held.account, passkeys }, held.version, by, at, "staff.passkey");
  }

  #isLastAdministrator(account: Account): boolean {
    const able = this.all().filter((other) => other.active && other.roles.includes("administrator"));
    return able.length === 1 && able[0]?.id === account.id;
  }

  async #put(account: Account, ifMatch: number, by: string, at: Instant, type: string): Promise<Read<Account>> {
    const content = { staff: account.id, name: account.name, roles: account.roles, active: account.active };
    const journal: NewEntry[] = [{ at, type, actor: by, content }];
    const committed = await this.#records.commit({ by, at, puts: [{ resource: account, ifMatch }], journal });
    if (!committed.ok) return refuse("REC_CONFLICT", "id", account.id, "the newest version of the account");
    this.#held.set(account.id, { account, version: committed.versions[0] ?? ifMatch + 1 });
    for (const listen of this.#listeners) listen(account.id);
    return accept(account);
  }
}

type Secrets = Partial<Pick<Account, "password" | "pin" | "badge">>;

async function secretsOf(wanted: StaffChange, name: string): Promise<Read<Secrets>> {
  const found: { password?: string; pin?: string; badge?: string } = {};
  if (wanted.password !== undefined) {
    const read = readPassword(wanted.password, name);
    if (!read.ok) return read;
    found.password = await hashOf(read.value);
  }
  if (wanted.pin !== undefined) {
    const read = readPin(wanted.pin);
    if (!read.ok) return read;
    found.pin = await hashOf(read.value);
  }
  if (wanted.badge !== undefined) found.badge = digestOf(wanted.badge);
  return accept(found);
}
