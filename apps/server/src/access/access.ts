import type { Instant, Read } from "@sakiyomi/core";
import { accept, refuse } from "@sakiyomi/core";
import { personId } from "../ward/desk.ts";
import type { Actor, Ward } from "../ward/port.ts";
import type { Account, NewStaff } from "./account.ts";
import { Accounts } from "./accounts.ts";
import { Devices } from "./devices.ts";
import { Glass } from "./glass.ts";
import { Passkeys } from "./passkeys.ts";
import { isSecret } from "./password.ts";
import type { Scene } from "./reach.ts";
import { mayFor } from "./reach.ts";
import { needsFullSignIn, type Permission, permits } from "./roles.ts";
import { newToken, sameSecret } from "./secret.ts";
import { type Session, Sessions, type SessionTimes } from "./sessions.ts";
import { perAddress, perName, perPair, Throttle } from "./throttle.ts";

/** Somebody who is signed in. */
export interface Who {
  readonly account: Account;
  readonly session: Session;
  readonly actor: Actor;
}

export interface Access {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly passkeys: Passkeys;
  readonly glass: Glass;
  readonly door: Door;
  /** The one-time token of the first start; null once somebody has an account. */
  setupToken(): string | null;
  setUp(token: string, name: string, password: string): Promise<Read<Account>>;
  who(sessionToken: string | undefined): Who | null;
  whoBySession(id: string): Who | null;
  scene(): Scene;
  may(who: Who, wanted: Permission): Read<null>;
  mayFor(who: Who, wanted: Permission, person: string): Read<null>;
}

/** Reads accounts, sessions and tokens from the records, and decides who may do what. */
export async function openAccess(ward: Ward, times?: SessionTimes): Promise<Access> {
  const { records } = ward;
  const accounts = await new Accounts(records).load();
  const sessions = await new Sessions(records, times).load(ward.now());
  const devices = await new Devices(records).load();
  const glass = await new Glass(records).load();
  const whoBySession = (id: string) => whoOf(accounts, sessions.findById(id, ward.now()));
  const scene = () => sceneOf(ward, accounts, sessions, glass);
  return {
    accounts,
    sessions,
    devices,
    glass,
    passkeys: new Passkeys(accounts),
    door: new Door(accounts),
    ...setup(accounts, ward),
    who: (token) => whoOf(accounts, sessions.find(token, ward.now())),
    whoBySession,
    scene,
    may,
    mayFor: (who, wanted, person) => mayWith(who, wanted, person, scene()),
  };
}

/** The ward as it is now, asked of the roster: a scan at a bedside waits for no board. */
function sceneOf(ward: Ward, accounts: Accounts, sessions: Sessions, glass: Glass): Scene {
  const now = ward.now();
  return {
    person(id) {
      const { people, consents } = ward.roster;
      const resident = people.get(personId(id));
      if (resident?.dischargedAt !== null) return undefined;
      const { name, place } = resident;
      return { id, name, place, consents: [...(consents.get(resident.id) ?? [])] };
    },
    parentOf: (place) => ward.roster.places.get(place)?.parent ?? null,
    isGlassBroken: (staff, person) => glass.isBroken(staff, person, now),
    onDuty: () =>
      sessions
        .staffNow(now)
        .flatMap((id) => accounts.get(id) ?? [])
        .map(({ id, name, roles }) => ({ id, name, roles })),
  };
}

function whoOf(accounts: Accounts, session: Session | null): Who | null {
  const account = session && accounts.get(session.staff);
  if (!session || !account?.active) return null;
  return { account, session, actor: { id: `staff:${account.id}`, name: account.name } };
}

function may(who: Who, wanted: Permission): Read<null> {
  const { roles } = who.account;
  if (!permits(roles, wanted)) return refuse("ACCESS_ROLE", "role", roles.join(", "), `a role that has ${wanted}`);
  if (who.session.strength === "pin" && needsFullSignIn.includes(wanted))
    return refuse("ACCESS_FULL", "session", "signed in with a PIN", "a passkey or password");
  return accept(null);
}

function mayWith(who: Who, wanted: Permission, person: string, scene: Scene): Read<null> {
  const general = may(who, wanted);
  if (!general.ok) return general;
  return mayFor(who.account, wanted, person, scene)
    ? accept(null)
    : refuse("ACCESS_PERSON", "person", person, "somebody in your care");
}

/** At the first start nobody can sign in: whoever reads the one-time address on the server's own screen may begin. */
function setup(accounts: Accounts, ward: Ward) {
  let token: string | null = accounts.isEmpty() ? newToken() : null;
  return {
    setupToken: () => token,
    async setUp(offered: string, name: string, password: string): Promise<Read<Account>> {
      if (token === null || !sameSecret(offered, token) || !accounts.isEmpty())
        return refuse("ACCESS_SETUP", "token", "another one", "the token of the printed address");
      // The first person runs the house and looks after it until there are others; both roles can be taken away later.
      const first: NewStaff = { name, password, roles: ["administrator", "nurse"], places: null, familyOf: [] };
      const added = await accounts.add(first, "system", ward.now());
      if (added.ok) token = null;
      return added;
    },
  };
}

/** Checks secrets, and makes who guesses wait. */
export class Door {
  readonly #accounts: Accounts;
  readonly #pairs = new Throttle(perPair);
  readonly #addresses = new Throttle(perAddress);
  readonly #names = new Throttle(perName);

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  password(name: string, password: string, address: string, now: Instant): Promise<Read<Account>> {
    const account = this.#accounts.byName(name);
    return this.#try(account, name, address, now, () => isSecret(account?.password ?? null, password));
  }

  /** A PIN is asked only of whom the tablet knows. */
  pin(staff: string, pin: string, address: string, now: Instant): Promise<Read<Account>> {
    const account = this.#accounts.get(staff);
    return this.#try(account, staff, address, now, () => isSecret(account?.pin ?? null, pin));
  }

  badge(badge: string, address: string, now: Instant): Promise<Read<Account>> {
    const account = this.#accounts.byBadge(badge);
    return this.#try(account, "badge", address, now, () => Promise.resolve(account !== null));
  }

  async #try(account: Account | null, name: string, address: string, now: Instant, check: () => Promise<boolean>) {
    const pair = `${address} ${name.normalize("NFKC").trim().toLowerCase()}`;
    const tries = [
      [this.#pairs, pair],
      [this.#addresses, address],
      [this.#names, name],
    ] as const;
    const waitMs = Math.max(...tries.map(([throttle, key]) => throttle.waitMs(key, now)));
    if (waitMs > 0) return refuse("ACCESS_WAIT", "name", name, `no try for ${Math.ceil(waitMs / 1000)} s`);
    // Counted before the hash is done, so that a burst sent at once is counted too.
    for (const [throttle, key] of tries) throttle.failed(key, now);
    const right = await check();
    if (!right || !account?.active) return refuse("ACCESS_WRONG", "name", name, "the right name and secret");
    this.#pairs.succeeded(pair);
    this.#names.succeeded(name);
    this.#addresses.forgive(address, now);
    return accept(account);
  }
}
