import {
  type Binding,
  bareIdOf,
  type Instant,
  overlapping,
  type SourceId,
  type SubjectId,
  subjectAt,
} from "../1-signal/index.ts";

/** What somebody may have agreed to. `record`: signals are kept; `predict`: skills may read them; `family`: relatives see them; `export`: they may leave the house; `robot`: a robot may come near and hand things over. */
export const consentPurposes = ["record", "predict", "family", "export", "robot"] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export const placeTypes = ["house", "ward", "room", "bed"] as const;
export type PlaceType = (typeof placeTypes)[number];

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly type: PlaceType;
  readonly parent: string | null;
}

export interface Resident {
  readonly id: SubjectId;
  readonly name: string;
  /** ISO date, or null where nobody has entered it. */
  readonly birthDate: string | null;
  readonly pregnant: boolean | null;
  readonly place: string | null;
  readonly admittedAt: Instant;
  readonly dischargedAt: Instant | null;
}

export interface SkillSetting {
  readonly on: boolean;
  readonly settings: unknown;
  readonly version: number;
}

/** Who is here, where, with which devices, consents and settings: everything that decides how a signal is read. */
export interface Roster {
  /** IANA zone of the house's clocks; null: nobody has said. */
  readonly zone: string | null;
  /** How many times rarer than usual turns are taken, because the machine cannot keep up; 1: as usual. See Pace. */
  readonly slowness: number;
  readonly places: ReadonlyMap<string, Place>;
  readonly people: ReadonlyMap<SubjectId, Resident>;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly consents: ReadonlyMap<SubjectId, ReadonlySet<ConsentPurpose>>;
  /** Key: person, blank, skill. */
  readonly skills: ReadonlyMap<string, SkillSetting>;
}

/** A change of the roster. Each one is a line of the journal, so that a replay knows what held then. */
export type RosterEvent =
  | { readonly type: "zone"; readonly zone: string }
  | { readonly type: "pace"; readonly slowness: number }
  | { readonly type: "place"; readonly place: Place }
  | {
      readonly type: "admitted";
      readonly person: Omit<Resident, "dischargedAt">;
      readonly consents: readonly ConsentPurpose[];
    }
  /** Rules that do not hold in a pregnancy ask for it, and skills that are made for one. */
  | { readonly type: "pregnant"; readonly person: SubjectId; readonly pregnant: boolean | null }
  /** The person has another age, in whole years, which decides for whom a skill is made and is told to each. */
  | { readonly type: "birthday"; readonly person: SubjectId; readonly ageYears: number }
  | { readonly type: "moved"; readonly person: SubjectId; readonly place: string | null }
  | { readonly type: "discharged"; readonly person: SubjectId; readonly at: Instant }
  | { readonly type: "bound"; readonly binding: Binding }
  | { readonly type: "unbound"; readonly id: string; readonly until: Instant }
  | { readonly type: "consent"; readonly person: SubjectId; readonly purpose: ConsentPurpose; readonly given: boolean }
  | {
      readonly type: "skill-set";
      readonly person: SubjectId;
      readonly skill: string;
      readonly on: boolean;
      readonly settings: unknown;
      readonly version: number;
    }
  | { readonly type: "erased"; readonly person: SubjectId };

export const rosterEventTypes = [
  "zone",
  "pace",
  "place",
  "admitted",
  "pregnant",
  "birthday",
  "moved",
  "discharged",
  "bound",
  "unbound",
  "consent",
  "skill-set",
  "erased",
] as const satisfies readonly RosterEvent["type"][];

export const emptyRoster: Roster = {
  zone: null,
  slowness: 1,
  places: new Map(),
  people: new Map(),
  bindings: new Map(),
  consents: new Map(),
  skills: new Map(),
};

type Fold = {
  readonly [T in RosterEvent["type"]]: (roster: Roster, event: Extract<RosterEvent, { type: T }>) => Roster;
};

const fold: Fold = {
  zone: (roster, { zone }) => ({ ...roster, zone }),
  pace: (roster, { slowness }) => ({ ...roster, slowness }),
  place: (roster, { place }) => ({ ...roster, places: put(roster.places, place.id, place) }),
  admitted: (roster, { person, consents }) => ({
    ...roster,
    people: put(roster.people, person.id, { ...person, dischargedAt: null }),
    consents: put(roster.consents, person.id, new Set(consents)),
  }),
  pregnant: (roster, { person, pregnant }) => changePerson(roster, person, (was) => ({ ...was, pregnant })),
  birthday: (roster) => roster,
  moved: (roster, { person, place }) => changePerson(roster, person, (was) => ({ ...was, place })),
  discharged: (roster, { person, at }) => ({
    ...changePerson(roster, person, (was) => ({ ...was, place: null, dischargedAt: at })),
    bindings: endAll(roster.bindings, person, at),
  }),
  bound: (roster, { binding }) => ({ ...roster, bindings: put(roster.bindings, binding.id, binding) }),
  unbound: (roster, { id, until }) => {
    const was = roster.bindings.get(id);
    return was ? { ...roster, bindings: put(roster.bindings, id, { ...was, until }) } : roster;
  },
  consent: (roster, { person, purpose, given }) => {
    const now = new Set(roster.consents.get(person));
    if (given) now.add(purpose);
    else now.delete(purpose);
    return { ...roster, consents: put(roster.consents, person, now) };
  },
  "skill-set": (roster, { person, skill, on, settings, version }) => ({
    ...roster,
    skills: put(roster.skills, skillKey(person, skill), { on, settings, version }),
  }),
  erased: (roster, { person }) => ({
    ...roster,
    people: without(roster.people, (id) => id === person),
    consents: without(roster.consents, (id) => id === person),
    bindings: without(roster.bindings, (_, binding) => binding.subject === person),
    skills: without(roster.skills, (key) => key.startsWith(`${person} `)),
  }),
};

/** The roster after the event. */
export const after = (roster: Roster, event: RosterEvent): Roster =>
  (fold[event.type] as (roster: Roster, event: RosterEvent) => Roster)(roster, event);

/**
 * Whose seats an event may change. A place or a device decides nobody's: in a house of 1,000 people every admission would otherwise
 * go through all seats.
 */
export function concerned(event: RosterEvent): SubjectId | "everybody" | "nobody" {
  if (event.type === "zone") return "everybody";
  if (event.type === "admitted") return event.person.id;
  return "person" in event ? event.person : "nobody";
}

export const skillKey = (person: SubjectId, skill: string): string => `${person} ${skill}`;

export const mayRecord = (roster: Roster, subject: SubjectId): boolean =>
  !subject.startsWith("person:") || (roster.consents.get(subject)?.has("record") ?? false);

export const mayPredict = (roster: Roster, subject: SubjectId): boolean =>
  mayRecord(roster, subject) && (roster.consents.get(subject)?.has("predict") ?? false);

export const mayComeNear = (roster: Roster, subject: SubjectId): boolean =>
  !subject.startsWith("person:") || (roster.consents.get(subject)?.has("robot") ?? false);

export const ownerOf = (roster: Roster, source: SourceId, at: Instant): SubjectId | null =>
  subjectAt(bindingsOf(roster, source), source, at);

/** Made once for each state of the bindings: the door asks for every frame of every device. */
const byDevice = new WeakMap<Roster["bindings"], ReadonlyMap<SourceId, readonly Binding[]>>();

function bindingsOf({ bindings }: Roster, device: SourceId): readonly Binding[] {
  const index = byDevice.get(bindings) ?? Map.groupBy(bindings.values(), (binding) => binding.device);
  byDevice.set(bindings, index);
  return index.get(device) ?? [];
}

export const isHere = (roster: Roster, subject: SubjectId): boolean => {
  if (subject.startsWith("person:")) return roster.people.get(subject)?.dischargedAt === null;
  if (subject.startsWith("place:")) return roster.places.has(bareIdOf(subject));
  return true;
};

/** What a skill needs a person's word for. */
export type SkillConsent = "record" | "predict";

/** Whether the person has agreed to what such a skill does. */
export const mayServe = (roster: Roster, subject: SubjectId, consent: SkillConsent = "predict"): boolean =>
  consent === "record" ? mayRecord(roster, subject) : mayPredict(roster, subject);

/** Whether the skill may work for the subject: present, consented, and not switched off. */
export const mayTurn = (
  roster: Roster,
  subject: SubjectId,
  skill: { readonly id: string; readonly consent?: SkillConsent },
): boolean =>
  isHere(roster, subject) &&
  mayServe(roster, subject, skill.consent) &&
  (roster.skills.get(skillKey(subject, skill.id))?.on ?? true);

/** Somebody else has set the skill meanwhile. */
export const isOutdated = (roster: Roster, event: RosterEvent): boolean =>
  event.type === "skill-set" && event.version <= (roster.skills.get(skillKey(event.person, event.skill))?.version ?? 0);

/** The binding that stands against the change: one device is never on two at once (H-01). */
export function clash(roster: Roster, event: RosterEvent): Binding | null {
  const bindings = [...roster.bindings.values()];
  if (event.type === "bound") return overlapping(bindings, event.binding);
  const was = event.type === "unbound" ? roster.bindings.get(event.id) : undefined;
  return was && event.type === "unbound" ? overlapping(bindings, { ...was, until: event.until }) : null;
}

/** Everybody who is here now, in order of admission. */
export const present = (roster: Roster): readonly Resident[] =>
  [...roster.people.values()].filter((person) => person.dischargedAt === null);

/** Whole years at `now` by the calendar (UTC), or null. */
export function ageAt(birthDate: string | null, now: Instant): number | null {
  const born = new Date(birthDate ?? Number.NaN);
  if (Number.isNaN(born.getTime()) || born.getTime() > now) return null;
  const today = new Date(now);
  const hadBirthday =
    today.getUTCMonth() > born.getUTCMonth() ||
    (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() >= born.getUTCDate());
  return today.getUTCFullYear() - born.getUTCFullYear() - (hadBirthday ? 0 : 1);
}

/** "Ward 1 · 102 · B": from below the house down to the bed. */
export function placePath(roster: Roster, id: string | null): readonly Place[] {
  const path: Place[] = [];
  for (let at = id; at !== null && path.length < 8; ) {
    const place = roster.places.get(at);
    if (!place) break;
    path.unshift(place);
    at = place.parent;
  }
  return path;
}

const put = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value);

const without = <K, V>(map: ReadonlyMap<K, V>, gone: (key: K, value: V) => boolean): ReadonlyMap<K, V> =>
  new Map([...map].filter(([key, value]) => !gone(key, value)));

function changePerson(roster: Roster, id: SubjectId, change: (was: Resident) => Resident): Roster {
  const was = roster.people.get(id);
  return was ? { ...roster, people: put(roster.people, id, change(was)) } : roster;
}

/** Also a binding that was to begin later: it never does. */
const endAll = (bindings: Roster["bindings"], person: SubjectId, at: Instant): Roster["bindings"] =>
  new Map(
    [...bindings].map(([id, binding]) =>
      binding.subject === person && (binding.until === null || binding.until > at)
        ? [id, { ...binding, until: Math.max(at, binding.from) }]
        : [id, binding],
    ),
  );
