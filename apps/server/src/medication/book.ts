import { bareIdOf, DAY, type Instant, placePath, type Records, type Roster, type SubjectId } from "@sakiyomi/core";
import type {
  Allergy,
  DoseEvent,
  MedicationChart,
  MedicationOrder,
  OneDosePack,
  Wristband,
} from "@sakiyomi/medication";
import {
  dayOf,
  type KeptAllergy,
  type KeptBand,
  type KeptEvent,
  type KeptNumber,
  type KeptOrder,
  type KeptPack,
} from "./kept.ts";

/**
 * Days of events that are in memory: the longest minimum interval of a medicine as needed is 7 days, and what was given so
 * long ago still counts. Of one-time doses everything is kept as long as the order stands.
 */
export const keptDays = 10;

/** What is known of one person's medicines, apart from who and where they are. */
interface Leaf {
  readonly orders: ReadonlyMap<string, MedicationOrder>;
  readonly events: readonly DoseEvent[];
  readonly allergies: readonly Allergy[];
  readonly packs: readonly OneDosePack[];
  readonly bands: readonly Wristband[];
  /** null: neither band nor pack was ever made for them. */
  readonly gsrn: string | null;
  /** Of events that should not have happened: what was wrong, by the event's id. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

const blank: Leaf = {
  orders: new Map(),
  events: [],
  allergies: [],
  packs: [],
  bands: [],
  gsrn: null,
  flags: new Map(),
};

/** A change of one person's leaf, after it is durable. */
export type Entered =
  | { readonly type: "order"; readonly order: MedicationOrder }
  | { readonly type: "event"; readonly event: DoseEvent; readonly flags: readonly string[] }
  | { readonly type: "allergies"; readonly allergies: readonly Allergy[] }
  | { readonly type: "pack"; readonly pack: OneDosePack }
  | { readonly type: "number"; readonly gsrn: string }
  | { readonly type: "band"; readonly band: Wristband };

type Rows = { readonly [T in Entered["type"]]: (leaf: Leaf, said: Extract<Entered, { type: T }>) => Leaf };

const withOne = <T>(all: readonly T[], one: T, isSame: (other: T) => boolean): readonly T[] => [
  ...all.filter((other) => !isSame(other)),
  one,
];

const rows: Rows = {
  order: (leaf, { order }) => ({ ...leaf, orders: new Map(leaf.orders).set(order.id, order) }),
  event: (leaf, { event, flags }) => ({
    ...leaf,
    events: [...leaf.events, event],
    flags: flags.length === 0 ? leaf.flags : new Map(leaf.flags).set(event.id, flags),
  }),
  allergies: (leaf, { allergies }) => ({ ...leaf, allergies }),
  pack: (leaf, { pack }) => ({ ...leaf, packs: withOne(leaf.packs, pack, ({ id }) => id === pack.id) }),
  number: (leaf, { gsrn }) => ({ ...leaf, gsrn }),
  // A new band ends the others: whoever kept one holds a spare.
  band: (leaf, { band }) => ({
    ...leaf,
    bands: [
      ...leaf.bands
        .filter(({ printing }) => printing !== band.printing)
        .map((was) => (was.until === null ? { ...was, until: band.from } : was)),
      band,
    ],
  }),
};

interface Built {
  readonly chart: MedicationChart;
  readonly version: string;
  readonly roster: Roster;
}

/** The medication charts of everybody, in memory; rebuilt from the records at the start, and written after each commit. */
export class ChartBook {
  readonly #leaves = new Map<SubjectId, Leaf>();
  readonly #changes = new Map<SubjectId, number>();
  readonly #built = new Map<SubjectId, Built>();
  /** GSRN or pack → person. */
  readonly #whose = new Map<string, SubjectId>();
  readonly #roster: () => Roster;
  /** Versions of two runs of the server are never the same. */
  readonly #run: string;

  constructor(roster: () => Roster, now: Instant) {
    this.#roster = roster;
    this.#run = now.toString(36);
  }

  async load(records: Records, now: Instant): Promise<this> {
    const orders = await records.search<KeptOrder>("MedicationOrder");
    for (const { resource } of orders) this.#put(resource.person, { type: "order", order: resource.order });
    for (const { resource } of await records.search<KeptPack>("OneDosePack"))
      this.#put(resource.person, { type: "pack", pack: resource.pack });
    for (const { resource } of await records.search<KeptNumber>("PersonGsrn"))
      this.#put(resource.person, { type: "number", gsrn: resource.id });
    const bands = (await records.search<KeptBand>("Wristband")).map(({ resource }) => resource);
    for (const { person, band } of bands.toSorted((a, b) => a.band.printing - b.band.printing))
      this.#put(person, { type: "band", band });
    const allergies = (await records.search<KeptAllergy>("Allergy")).map(({ resource }) => resource);
    for (const [person, theirs] of Map.groupBy(allergies, ({ person }) => person))
      this.#put(person, { type: "allergies", allergies: theirs.map(({ allergy }) => allergy) });
    await this.#loadEvents(records, now);
    return this;
  }

  async #loadEvents(records: Records, now: Instant): Promise<void> {
    const found = new Map<string, KeptEvent>();
    // A day ahead: a device whose clock ran fast.
    for (let ago = -1; ago <= keptDays; ago += 1)
      for (const { resource } of await records.search<KeptEvent>("DoseEvent", { day: dayOf(now - ago * DAY) }))
        found.set(resource.id, resource);
    for (const leaf of this.#leaves.values())
      for (const { id } of [...leaf.orders.values()].filter((order) => isOneTime(order) && isOld(order, now)))
        for (const { resource } of await records.search<KeptEvent>("DoseEvent", { order: id }))
          found.set(resource.id, resource);
    for (const [person, theirs] of Map.groupBy(found.values(), (kept) => kept.person)) {
      const leaf = this.#leaf(person);
      const said = theirs.map((kept) => kept.said).toSorted((a, b) => a.receivedAt - b.receivedAt);
      const flags = said.filter((one) => one.flags.length > 0).map((one) => [one.event.id, one.flags] as const);
      this.#leaves.set(person, { ...leaf, events: said.map(({ event }) => event), flags: new Map(flags) });
    }
  }

  /** Everybody of whom something is known or who is here. */
  people(): readonly SubjectId[] {
    return [...this.#roster().people.keys()];
  }

  /** Null: nobody of that id is or was here. */
  chart(person: SubjectId): MedicationChart | null {
    return this.#of(person)?.chart ?? null;
  }

  version(person: SubjectId): string {
    return this.#of(person)?.version ?? "";
  }

  order(person: SubjectId, id: string): MedicationOrder | null {
    return this.#leaf(person).orders.get(id) ?? null;
  }

  flags = (person: SubjectId): ReadonlyMap<string, readonly string[]> => this.#leaf(person).flags;

  /** The person of an order, or of anything else with an id of its own; a few thousand, looked through. */
  personOfOrder(id: string): SubjectId | null {
    for (const [person, { orders }] of this.#leaves) if (orders.has(id)) return person;
    return null;
  }

  gsrn = (person: SubjectId): string | null => this.#leaf(person).gsrn;

  /** GSRNs and packs of the whole house: [code, person]. */
  codes = (): readonly (readonly [code: string, person: SubjectId])[] =>
    [...this.#whose].map(([code, person]) => [code.slice(code.indexOf(" ") + 1), person]);

  personOfPack = (id: string): SubjectId | null => this.#whose.get(`pack ${id}`) ?? null;
  personOfBand = (gsrn: string): SubjectId | null => this.#whose.get(`wristband ${gsrn}`) ?? null;

  personOfAllergy(id: string): SubjectId | null {
    for (const [person, { allergies }] of this.#leaves) if (allergies.some((one) => one.id === id)) return person;
    return null;
  }

  enter(person: SubjectId, said: Entered): void {
    this.#put(person, said);
    this.#changes.set(person, (this.#changes.get(person) ?? 0) + 1);
    this.#built.delete(person);
  }

  /** Whoever was erased is not here any more, and nothing of them stays. */
  forgetGone(): readonly SubjectId[] {
    const { people } = this.#roster();
    // Who has no medicines has a chart all the same, once somebody has looked, and on it their name.
    const known = new Set([...this.#leaves.keys(), ...this.#built.keys()]);
    const gone = [...known].filter((person) => !people.has(person));
    for (const person of gone) {
      this.#leaves.delete(person);
      this.#built.delete(person);
      this.#changes.delete(person);
    }
    for (const [code, person] of this.#whose) if (gone.includes(person)) this.#whose.delete(code);
    return gone;
  }

  /** What is too old to decide anything leaves the memory; the records keep it. */
  prune(now: Instant): void {
    const since = now - keptDays * DAY;
    for (const [person, leaf] of this.#leaves) {
      const events = leaf.events.filter(({ at, order }) => at >= since || isOneTime(leaf.orders.get(order)));
      if (events.length === leaf.events.length) continue;
      this.#leaves.set(person, { ...leaf, events });
      this.#built.delete(person);
    }
  }

  #leaf = (person: SubjectId): Leaf => this.#leaves.get(person) ?? blank;

  #put(person: SubjectId, said: Entered): void {
    const row = rows[said.type] as (leaf: Leaf, said: Entered) => Leaf;
    this.#leaves.set(person, row(this.#leaf(person), said));
    if (said.type === "pack") this.#whose.set(`pack ${said.pack.id}`, person);
    if (said.type === "number") this.#whose.set(`wristband ${said.gsrn}`, person);
  }

  #of(person: SubjectId): Built | null {
    const roster = this.#roster();
    const was = this.#built.get(person);
    if (was?.roster === roster) return was;
    const resident = roster.people.get(person);
    if (!resident) return null;
    const { orders, events, allergies, packs, bands } = this.#leaf(person);
    const placeName = placePath(roster, resident.place)
      .filter(({ type }) => type !== "house")
      .map(({ name }) => name)
      .join(" · ");
    const chart: MedicationChart = {
      person,
      name: resident.name,
      birthDate: resident.birthDate,
      isHere: resident.dischargedAt === null,
      hereSince: resident.admittedAt,
      placeName,
      wristbands: bands,
      orders: [...orders.values()],
      events,
      allergies,
      packs,
    };
    const changes = this.#changes.get(person) ?? 0;
    const where = `${resident.name} ${placeName} ${resident.birthDate} ${resident.admittedAt} ${resident.dischargedAt}`;
    const built = { chart, version: `${this.#run}.${changes}.${shortOf(where)}`, roster };
    // A roster that changed elsewhere leaves the very same chart, so that whoever compares sees that nothing changed.
    this.#built.set(person, was?.version === built.version ? { ...was, roster } : built);
    return this.#built.get(person) ?? built;
  }
}

const isOneTime = (order: MedicationOrder | undefined): boolean =>
  order?.status === "active" && (order.timing?.type === "once" || order.timing?.type === "stat");
const isOld = ({ at }: MedicationOrder, now: Instant): boolean => at < now - keptDays * DAY;

/** Changes with the words; FNV-1a, 32 bits. */
function shortOf(words: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

export const bare = (person: string): string => bareIdOf(person as SubjectId);
