import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Binding, type Instant, MINUTE, readSignal, type SourceId, type SubjectId } from "../1-signal/index.ts";
import { T0 } from "../testing/store-signals.ts";
import {
  after,
  ageAt,
  clash,
  emptyRoster,
  isHere,
  mayPredict,
  mayRecord,
  mayTurn,
  memoryStore,
  ownerOf,
  placePath,
  present,
  type Roster,
  type RosterEvent,
} from "./index.ts";

const person = (name: string) => `person:${name}` as SubjectId;
const device = (name: string) => `device:${name}` as SourceId;
const [ann, ben, band] = [person("ann"), person("ben"), device("band")];

const admitted = (name: string): RosterEvent => ({
  type: "admitted",
  person: { id: person(name), name, birthDate: "1940-05-01", pregnant: null, place: "bed-1", admittedAt: T0 },
  consents: ["record", "predict"],
});
const bound = (id: string, subject: SubjectId, from: Instant, until: Instant | null = null): RosterEvent => ({
  type: "bound",
  binding: { id, device: band, subject, from, until },
});
const fold = (...events: readonly RosterEvent[]): Roster => events.reduce(after, emptyRoster);

test("a swapped sensor speaks for whoever wore it at the time, also where it says so late", () => {
  const roster = fold(
    admitted("ann"),
    admitted("ben"),
    bound("b1", ann, T0),
    { type: "unbound", id: "b1", until: T0 + MINUTE },
    bound("b2", ben, T0 + 2 * MINUTE),
  );
  const owners = [-1, 0, MINUTE - 1, MINUTE, 2 * MINUTE - 1, 2 * MINUTE, 9 * MINUTE].map((ms) =>
    ownerOf(roster, band, T0 + ms),
  );
  assert.deepEqual(owners, [null, ann, ann, null, null, ben, ben]);
});

test("one device cannot be on two people at once: neither by a new binding nor by a longer one", () => {
  const roster = fold(bound("b1", ann, T0, T0 + MINUTE), bound("b2", ben, T0 + 5 * MINUTE));
  assert.equal(clash(roster, bound("b3", ben, T0 + MINUTE - 1))?.id, "b1");
  assert.equal(clash(roster, bound("b3", ann, T0 + MINUTE, T0 + 5 * MINUTE)), null);
  assert.equal(clash(roster, bound("b3", ann, T0 + MINUTE))?.id, "b2");
  assert.equal(clash(roster, { type: "unbound", id: "b1", until: T0 + 6 * MINUTE })?.id, "b2");
  assert.equal(clash(roster, { type: "unbound", id: "b1", until: T0 + 5 * MINUTE }), null);
});

test("a discharge ends every binding of the person, also one that was to begin later", () => {
  const roster = fold(
    admitted("ann"),
    bound("b1", ann, T0),
    { type: "bound", binding: { id: "b2", device: device("cuff"), subject: ann, from: T0 + 9 * MINUTE, until: null } },
    { type: "discharged", person: ann, at: T0 + 5 * MINUTE },
  );
  assert.equal(ownerOf(roster, band, T0 + 4 * MINUTE), ann, "what was measured before stays hers");
  assert.equal(ownerOf(roster, band, T0 + 5 * MINUTE), null);
  assert.equal(ownerOf(roster, device("cuff"), T0 + 10 * MINUTE), null);
  assert.deepEqual([isHere(roster, ann), present(roster).length, roster.people.get(ann)?.place], [false, 0, null]);
});

test("no skill works for who was discharged, withdrew, or switched it off; and again after a new admission", () => {
  const may = (...more: readonly RosterEvent[]) => mayTurn(fold(admitted("ann"), ...more), ann, { id: "falls" });
  const mayKeep = (...more: readonly RosterEvent[]) =>
    mayTurn(fold(admitted("ann"), ...more), ann, { id: "rounds", consent: "record" });
  const consent = (purpose: "record" | "predict", given: boolean): RosterEvent => ({
    type: "consent",
    person: ann,
    purpose,
    given,
  });
  const set = (on: boolean): RosterEvent => ({
    type: "skill-set",
    person: ann,
    skill: "falls",
    on,
    settings: {},
    version: 1,
  });
  const left: RosterEvent = { type: "discharged", person: ann, at: T0 + MINUTE };
  assert.equal(may(), true);
  assert.equal(may(left), false);
  assert.equal(may(left, admitted("ann")), true);
  assert.equal(may(consent("predict", false)), false);
  assert.equal(may(consent("record", false)), false, "what may not be kept may not be read either");
  assert.equal(mayKeep(consent("predict", false)), true, "what was ordered is done in time, also without a forecast");
  assert.equal(mayKeep(consent("record", false)), false);
  assert.equal(may(consent("predict", false), consent("predict", true)), true);
  assert.equal(may(set(false)), false);
  assert.equal(may(set(false), set(true)), true);
});

test("a bed change moves the person and nothing else", () => {
  const before = fold(admitted("ann"), bound("b1", ann, T0));
  const moved = after(before, { type: "moved", person: ann, place: "bed-2" });
  assert.equal(moved.people.get(ann)?.place, "bed-2");
  assert.equal(ownerOf(moved, band, T0 + MINUTE), ann);
  assert.equal(before.people.get(ann)?.place, "bed-1", "what was is not written over");
});

test("who is erased leaves nothing in the roster", () => {
  const set: RosterEvent = { type: "skill-set", person: ann, skill: "falls", on: false, settings: {}, version: 1 };
  const roster = fold(admitted("ann"), admitted("ben"), bound("b1", ann, T0), set, { type: "erased", person: ann });
  assert.equal(
    JSON.stringify([...roster.people, ...roster.bindings, ...roster.consents, ...roster.skills]).includes("ann"),
    false,
  );
  assert.deepEqual([mayRecord(roster, ann), mayPredict(roster, ann), mayRecord(roster, ben)], [false, false, true]);
});

test("an age in whole years, by the calendar; unknown stays unknown", () => {
  const at = Date.parse("2026-04-30T12:00:00Z");
  const ages = ["1940-04-30", "1940-05-01", "2026-04-30", "2030-01-01", "soon"].map((date) => ageAt(date, at));
  assert.deepEqual([...ages, ageAt(null, at)], [86, 85, 0, null, null, null]);
});

test("a path goes from the house down to the bed, and ends where places go in a circle", () => {
  const place = (id: string, parent: string | null): RosterEvent => ({
    type: "place",
    place: { id, name: id, type: "room", parent },
  });
  const roster = fold(
    place("house", null),
    place("room", "house"),
    place("bed", "room"),
    place("a", "b"),
    place("b", "a"),
  );
  assert.deepEqual(
    placePath(roster, "bed").map(({ id }) => id),
    ["house", "room", "bed"],
  );
  assert.ok(placePath(roster, "a").length <= 8);
  assert.deepEqual(placePath(roster, null), []);
});

/** Random bindings as a house would accept them. */
const changes = fc.array(
  fc.record({
    who: fc.constantFrom("ann", "ben", "cho"),
    what: fc.constantFrom("d1", "d2"),
    from: fc.nat(1000),
    length: fc.option(fc.nat(400)),
    ends: fc.boolean(),
  }),
  { maxLength: 14 },
);

test("signals never cross over: whatever is bound and however late a sample comes, it is its wearer's of its own time", async () => {
  const samples = fc.array(fc.record({ what: fc.constantFrom("d1", "d2"), at: fc.nat(1400) }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(changes, samples, async (wanted, said) => {
      const { roster, truth } = worn(wanted);
      const store = memoryStore();
      for (const [i, { what, at }] of said.entries()) {
        const house = {
          now: T0 + 2000,
          isHere: (subject: SubjectId) => isHere(roster, subject),
          ownerOf: (source: SourceId, when: Instant) => ownerOf(roster, source, when),
          mayRecord: (subject: SubjectId) => mayRecord(roster, subject),
        };
        const raw = { kind: "heart-rate", value: 70, unit: "/min", at: new Date(T0 + at).toISOString(), sequence: i };
        const read = readSignal(raw, { source: device(what), mayBe: () => false }, house);
        assert.ok(read.ok);
        assert.equal(read.value.subject, truth(what, at) ?? device(what));
        await store.append([read.value]);
      }
      for (const name of ["ann", "ben", "cho"])
        for (const { source, at, subject } of await store.range({
          subject: person(name),
          kind: "heart-rate",
          from: 0,
          to: T0 + 9e9,
        }))
          assert.equal(truth(source.slice(7), at - T0), subject);
    }),
    { seed: 5, numRuns: 300 },
  );
});

type Change = { who: string; what: string; from: number; length: number | null; ends: boolean };
const NEVER = 1500;

/** The roster after all changes that are no clash, and beside it, millisecond by millisecond, who wore what. */
function worn(wanted: readonly Change[]): { roster: Roster; truth: (what: string, at: number) => SubjectId | null } {
  let roster = fold(admitted("ann"), admitted("ben"), admitted("cho"));
  const wears = new Map<string, SubjectId>();
  for (const [i, change] of wanted.entries()) {
    const { who, what, from, length } = change;
    const until = length === null ? null : T0 + from + length;
    const binding: Binding = { id: `b${i}`, device: device(what), subject: person(who), from: T0 + from, until };
    const isFree = !range(from, from + (length ?? NEVER)).some((at) => wears.has(`${what} ${at}`));
    assert.equal(clash(roster, { type: "bound", binding }) === null, isFree);
    if (!isFree) continue;
    const [ended, end] = afterwards(after(roster, { type: "bound", binding }), binding, change);
    roster = ended;
    for (const at of range(from, end)) wears.set(`${what} ${at}`, person(who));
  }
  return { roster, truth: (what, at) => wears.get(`${what} ${at}`) ?? null };
}

/** Some bindings are ended before their time. */
function afterwards(roster: Roster, { id }: Binding, { from, length, ends }: Change): readonly [Roster, number] {
  if (!ends) return [roster, from + (length ?? NEVER)];
  const end = from + Math.floor((length ?? 600) / 2);
  return [after(roster, { type: "unbound", id, until: T0 + end }), end];
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
