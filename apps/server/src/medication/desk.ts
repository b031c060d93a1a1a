import { accept, HOUR, type Instant, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import {
  type DoseEvent,
  type DoseGiven,
  type MedicationChart,
  type MedicationPolicy,
  roundOf,
} from "@sakiyomi/medication";
import type { Access } from "../access/access.ts";
import { mayFor } from "../access/reach.ts";
import { permits } from "../access/roles.ts";
import type { Actor, Ward } from "../ward/port.ts";
import { check } from "./bedside.ts";
import { bare, ChartBook } from "./book.ts";
import { catchUp } from "./catch-up.ts";
import { Devices } from "./devices.ts";
import { DosesGiven } from "./doses.ts";
import { type SaidResult, sayEvent } from "./events.ts";
import { Leases } from "./leases.ts";
import { Near } from "./near.ts";
import type { Uploader } from "./offline-flags.ts";
import { takeLinks } from "./queue.ts";
import { bareStaff, chartOf, type Giver, type Member, now, type Room } from "./room.ts";
import { Rules } from "./rules.ts";
import type { CheckAnswer, CheckRequest, LeasesAnswer, QueueAnswer, WitnessAnswer } from "./shapes.ts";
import { Shelf } from "./shelf.ts";
import { Signals } from "./signals.ts";
import { leasesAnswer, peopleOf, type Seen } from "./views.ts";
import { Witnesses } from "./witnesses.ts";

export interface MedicationOptions {
  readonly trouble?: (error: unknown) => void;
}

/** Opens the desk on the records of the ward: everything that it decides from is in memory then. */
export async function openMedication(
  ward: Ward,
  access: Access,
  { trouble = () => undefined }: MedicationOptions = {},
): Promise<MedicationDesk> {
  const { records } = ward;
  const at = ward.now();
  const lines = new Map<string, Promise<unknown>>();
  const room: Room = {
    ward,
    book: await new ChartBook(() => ward.roster, at).load(records, at),
    shelf: await new Shelf(ward).load(),
    rules: await new Rules(records).load(),
    leases: await new Leases(ward).load(at),
    devices: await new Devices(ward).load(),
    witnesses: new Witnesses(),
    doses: new DosesGiven(records),
    signals: new Signals(ward, trouble),
    near: await new Near().load(records),
    member: (staff) => (access.accounts.get(staff)?.active ? memberOf(access, staff) : null),
    formerMember: (staff) => memberOf(access, staff),
    nameOf: (actor) => access.accounts.get(bareStaff(actor))?.name ?? actor,
    inLine: (person, work) => inLine(lines, person, work),
    trouble,
  };
  // What cannot be said to the loop keeps nobody from giving.
  await catchUp(room).catch(trouble);
  return new MedicationDesk(room, lines);
}

function memberOf(access: Access, staff: string): Member | null {
  const account = access.accounts.get(staff);
  if (!account) return null;
  return {
    actor: { id: `staff:${account.id}`, name: account.name },
    permits: (wanted) => permits(account.roles, wanted),
    reaches: (wanted, person) => mayFor({ ...account, active: true }, wanted, bare(person), access.scene()),
  };
}

/** One thing after the other of one key; a failure stops nothing that comes after it. */
function inLine<T>(lines: Map<string, Promise<unknown>>, key: string, work: () => Promise<T>): Promise<T> {
  const done = (lines.get(key) ?? Promise.resolve()).then(work);
  const settled = done.catch(() => undefined);
  lines.set(key, settled);
  void settled.then(() => {
    if (lines.get(key) === settled) lines.delete(key);
  });
  return done;
}

const sweepMs = 3_600_000;

/** Everything about medicines that apps and robots ask for. Access has been decided before, but for what a queue says. */
export class MedicationDesk {
  readonly room: Room;
  readonly #lines: Map<string, Promise<unknown>>;
  readonly #off: () => void;
  readonly #sweep: NodeJS.Timeout;
  /** Whose orders the skill has heard. */
  #heard: ReadonlySet<SubjectId>;

  constructor(room: Room, lines: Map<string, Promise<unknown>>) {
    this.room = room;
    this.#lines = lines;
    this.#heard = this.#hearable();
    this.#off = room.ward.on((event) => {
      // Nobody named: the roster itself changed.
      if (event.type === "people" && event.people.length === 0) this.#settle();
    });
    this.#sweep = setInterval(() => this.sweep(), sweepMs);
    this.#sweep.unref();
  }

  charts(): readonly MedicationChart[] {
    return this.room.book.people().flatMap((person) => this.room.book.chart(person) ?? []);
  }

  /** Who needs what now and next, of everybody who is here, bed by bed. */
  round(): ReturnType<typeof roundOf> {
    const { ward, rules, shelf } = this.room;
    const at = ward.now();
    const charts = peopleOf(this.room, null).flatMap((person) => this.room.book.chart(person) ?? []);
    return roundOf({
      charts,
      now: at,
      until: at + 8 * HOUR,
      policy: rules.policy,
      zone: ward.zone,
      formulary: shelf.formulary,
    });
  }

  check(request: CheckRequest, giver: Giver): Promise<Read<CheckAnswer>> {
    return check(this.room, request, giver);
  }

  /** By the house itself or a robot, with a network; phones say theirs through a queue. */
  say(event: DoseEvent, giver: Giver): Promise<Read<SaidResult>> {
    const saying = { event, giver, mayPrepare: false, telling: { offline: false as const }, heads: [], link: null };
    return sayEvent(this.room, saying);
  }

  takeLinks(links: readonly unknown[], uploader: Uploader): Promise<Read<QueueAnswer>> {
    const [first] = links as readonly { readonly device?: unknown }[];
    return inLine(this.#lines, `queue ${String(first?.device)}`, () => takeLinks(this.room, links, uploader));
  }

  /** Somebody else than who gives has shown a secret: for these doses, once. */
  witness(
    staff: string,
    { first, person, doses }: { readonly first: Actor; readonly person: SubjectId; readonly doses: readonly string[] },
  ): Read<WitnessAnswer> {
    const member = this.room.member(staff);
    if (!member?.permits("medication.witness") || !member.reaches("medication.witness", person))
      return refuse("ACCESS_ROLE", "staff", staff, "somebody who may be the second person here");
    if (member.actor.id === first.id) return refuse("MED_WITNESS", "staff", staff, "somebody else than who gives it");
    const { id, name } = member.actor;
    return accept(this.room.witnesses.sign({ staff: id, name, first: first.id, person, doses }, now(this.room)));
  }

  /** Of everybody whose round nobody else has. */
  async lease(people: readonly SubjectId[], device: string, by: Actor, seen: Seen): Promise<Read<LeasesAnswer>> {
    if (this.room.devices.key(device) === null)
      return refuse("MED_DEVICE", "device", device, "a device that was registered");
    const leases: LeasesAnswer["leases"][number][] = [];
    const taken: LeasesAnswer["taken"][number][] = [];
    for (const person of people) {
      const chart = chartOf(this.room, person);
      if (!chart.ok) return chart;
      if (!chart.value.isHere) continue;
      const got = await this.room.inLine(person, () => this.room.leases.take(person, device, by));
      const other = got.ok ? null : this.room.leases.standing(person, now(this.room));
      if (got.ok) leases.push(got.value);
      else if (other) taken.push(other);
    }
    return accept(leasesAnswer(this.room, seen, people, { leases, taken }));
  }

  /** Given back by whoever has it; whoever else ends it breaks it, and says why. On a shared phone one takes it over first. */
  async release(device: string, people: readonly SubjectId[] | null, by: Actor): Promise<number> {
    const wanted = people ?? this.room.book.people();
    let count = 0;
    for (const person of wanted)
      await this.room.inLine(person, async () => {
        const lease = this.room.leases.standing(person, now(this.room));
        if (lease?.device !== device || lease.staff !== by.id) return;
        const ended = await this.room.leases.end(person, by, null);
        if (ended.ok) count += 1;
      });
    return count;
  }

  breakLease(person: SubjectId, id: string, reason: string, by: Actor) {
    return this.room.inLine(person, async () => {
      const standing = this.room.leases.standing(person, now(this.room));
      if (standing?.id !== id) return refuse("REC_MISSING", "lease", id, "a lease that stands");
      return this.room.leases.end(person, by, reason);
    });
  }

  async setPolicy(policy: MedicationPolicy, reason: string, by: Actor): Promise<Read<MedicationPolicy>> {
    const { ward, rules, signals, trouble } = this.room;
    const set = await rules.set(ward, policy, reason, by);
    if (!set.ok) return set;
    // An order travels with the rules that give it its hours.
    await signals.orders(this.#standingOrders(), policy).catch(trouble);
    ward.announce({ type: "medication", people: [] });
    return set;
  }

  /** Doses that were handed over in that time: what rates are rates of. */
  dosesGiven(from: Instant, until: Instant): Promise<readonly DoseGiven[]> {
    return this.room.doses.within(from, until);
  }

  /** What is too old to matter leaves the memory. */
  sweep(): void {
    const at = now(this.room);
    this.room.book.prune(at);
    this.room.leases.prune(at);
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#off();
  }

  #standingOrders(people: Iterable<SubjectId> = this.room.book.people()) {
    return [...people].flatMap((person) =>
      (this.room.book.chart(person)?.orders ?? []).filter(({ status }) => status === "active"),
    );
  }

  #hearable = (): ReadonlySet<SubjectId> =>
    new Set(this.room.book.people().filter((person) => this.room.signals.isReminded(person)));

  /** Whoever was erased is forgotten here, too; of whom the skill may hear from now on, it hears what stands and what was given. */
  #settle(): void {
    for (const person of this.room.book.forgetGone()) {
      this.room.leases.forget(person);
      this.room.near.forget(person);
      this.room.doses.forget();
    }
    const hearable = this.#hearable();
    const fresh = [...hearable].filter((person) => !this.#heard.has(person));
    this.#heard = hearable;
    this.#tell(fresh).catch(this.room.trouble);
  }

  /** Orders alone would call omitted what was given this morning. */
  async #tell(fresh: readonly SubjectId[]): Promise<void> {
    const { signals, rules, book } = this.room;
    const orders = this.#standingOrders(fresh);
    if (orders.length > 0) await signals.orders(orders, rules.policy);
    for (const person of fresh) {
      const flags = book.flags(person);
      for (const event of book.chart(person)?.events ?? []) await signals.dose(event, flags.get(event.id) ?? []);
    }
  }
}
