import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { analyse, type CheckName, check } from "@sakiyomi/medication";
import { evaluateMedication, simulate } from "./evaluate.ts";
import { startOf } from "./home.ts";
import { type RateName, type Rates, rates, ratesMarkdown } from "./rates.ts";
import { type KindResult, type MedicationResult, resultOf } from "./result.ts";
import { Tally } from "./tally.ts";
import { POLICY, ZONE } from "./zone.ts";

const none = (names: readonly RateName[]) => Object.fromEntries(names.map((name) => [name, 0])) as Partial<Rates>;
/** Nobody makes a mistake. */
const faultless = none([
  "wrongPerson",
  "wrongDrug",
  "withoutOrder",
  "wrongDose",
  "omitted",
  "double",
  "wrongTime",
  "tooSoon",
  "expired",
  "allergicOrder",
  "packedWrong",
]);
/** Everybody uses the system as it is meant, and it always has a network. */
const asMeant = none([
  "skipped",
  "scannedAfterwards",
  "spareBand",
  "overridden",
  "unreadable",
  "withoutBand",
  "offlineRound",
  "withoutLease",
  "clockOff",
  "refused",
]);

const run = (others: Partial<Rates>, seed = 3) => evaluateMedication({ people: 10, days: 7, seed, rates: others });
const kindOf = (result: MedicationResult, kind: KindResult["kind"]): KindResult => {
  const found = result.kinds.find((it) => it.kind === kind);
  assert.ok(found, `no ${kind} in the run`);
  return found;
};

test("the same seed gives the same result, another one another", () => {
  assert.deepEqual(run({}), run({}));
  assert.notDeepEqual(run({}).all, run({}, 4).all);
});

test("people who make no mistakes and use it as it is meant are never stopped, and nothing arrives", () => {
  const result = run({ ...faultless, ...asMeant });
  assert.ok(result.doses > 300 && result.right.doses > 300);
  assert.deepEqual([result.right.stopped, result.right.by], [0, {}]);
  assert.deepEqual(
    result.kinds.filter(({ kind }) => kind !== "wrong-time"),
    [],
  );
  assert.deepEqual(result.failures, []);
});

test("wrong people, drugs and doubles that are scanned are stopped, every one", () => {
  for (const seed of [1, 2, 3]) {
    const result = run({ ...faultless, ...asMeant, wrongPerson: 0.1, wrongDrug: 0.1, double: 0.1 }, seed);
    for (const { kind, seeded, stopped } of result.scanned) {
      assert.ok(seeded >= 5, `only ${seeded} of ${kind}`);
      assert.equal(stopped, seeded, kind);
      assert.equal(kindOf(result, kind).with, 0, kind);
    }
    assert.deepEqual(result.failures, []);
  }
});

test("the more is not scanned the more arrives, and on paper nothing changes", () => {
  const results = [0, 0.3, 1].map((skipped) =>
    run({ ...asMeant, double: 0.05, wrongPerson: 0.05, omitted: 0, wrongDose: 0, skipped }),
  );
  const [never, some, always] = results.map(({ all }) => all.with);
  assert.ok(never !== undefined && some !== undefined && always !== undefined && never < some && some < always);
  assert.equal(new Set(results.map(({ all }) => all.without)).size, 1);
  assert.ok((results[2]?.all.through["not scanned"] ?? 0) > 0);
  assert.deepEqual(
    results[2]?.scanned.map(({ seeded }) => seeded),
    [0, 0, 0],
    "nothing was scanned",
  );
});

test("a copy of the newest band lets the wrong person through, an old printing stops the right one", () => {
  const copies = run({ ...faultless, ...asMeant, wrongPerson: 0.2, spareBand: 1, spareIsOld: 0 });
  assert.ok((kindOf(copies, "wrong-person").through["spare wristband"] ?? 0) > 0);
  assert.equal(
    copies.scanned.find(({ kind }) => kind === "wrong-person")?.seeded,
    0,
    "a spare band is no scan of the person",
  );
  const old = run({ ...faultless, ...asMeant, spareBand: 1, spareIsOld: 1 });
  assert.deepEqual(Object.keys(old.right.by), ["check.patient.spare-band"]);
});

test("without a network and without leases right doses are stopped, and the criterion says so; with leases none is", () => {
  const without = run({ ...faultless, ...asMeant, offlineRound: 1, withoutLease: 1 });
  assert.deepEqual(Object.keys(without.right.by), ["check.lease.none"]);
  assert.match(without.failures.join(), /of right doses were stopped/);
  const leased = run({ ...faultless, ...asMeant, offlineRound: 1, withoutLease: 0 });
  assert.deepEqual([leased.right.stopped, leased.failures], [0, []]);
});

test("two who give one dose while one is without a network and the other overrules it are both kept and named", () => {
  const result = run({ ...faultless, ...asMeant, double: 0.3, offlineRound: 1, overridden: 1 });
  assert.ok(result.twice.doses > 5, `only ${result.twice.doses}`);
  assert.equal(result.twice.flagged, result.twice.doses);
  assert.equal(kindOf(result, "double").through["overruled with a reason"], result.twice.doses);
});

test("who gives without a network and without a lease cannot be known to the other: both are kept and named", () => {
  const result = run({ ...faultless, ...asMeant, double: 0.3, offlineRound: 1, withoutLease: 1 });
  assert.deepEqual(Object.keys(kindOf(result, "double").through), [
    "the first one was given without network and lease",
  ]);
  assert.ok(result.twice.doses > 5);
  assert.equal(result.twice.flagged, result.twice.doses);
});

test("a first one that nobody wrote down is given again by the next carer", () => {
  const through = { ...faultless, ...asMeant, skipped: 0.3, unscannedRecorded: 0, openGivenAgain: 1 };
  const result = kindOf(run(through), "double");
  assert.equal(result.without, 0, "paper is not charged with it");
  assert.ok((result.through["the first one was not recorded"] ?? 0) > 0);
});

test("how many tablets are taken is seen where each is scanned, and nowhere else", () => {
  const wrongDose = { ...faultless, ...asMeant, wrongDose: 1 };
  const [scanned, not] = [1, 0].map((countScanned) => kindOf(run({ ...wrongDose, countScanned }), "wrong-dose"));
  assert.ok((scanned?.averted.scan ?? 0) > 0);
  assert.deepEqual(not?.averted, {});
  assert.deepEqual(Object.keys(not?.through ?? {}), ["amount not on the code"]);
});

test("what the pharmacy packed wrongly under the right label gets through", () => {
  const result = kindOf(run({ ...faultless, ...asMeant, packedWrong: 1 }), "wrong-drug");
  assert.deepEqual(Object.keys(result.through), ["packed wrongly before"]);
  assert.equal(result.with, result.without);
});

test("what is left out stands on the board: looked at, it is given; not looked at, it is not", () => {
  const [looked, not] = [1, 0].map((remindedInTime) =>
    kindOf(run({ ...faultless, ...asMeant, omitted: 0.2, remindedInTime }), "omitted"),
  );
  assert.deepEqual([looked?.with, looked?.averted.board], [0, looked?.without]);
  assert.deepEqual([not?.with, not?.averted], [not?.without, {}]);
});

test("an order against an allergy is said when it is ordered; confirmed all the same, it is stopped at the bedside", () => {
  const people = { people: 20, days: 14, seed: 1 } as const;
  const allergic = { ...faultless, ...asMeant, allergicOrder: 1 };
  const ordered = kindOf(evaluateMedication({ ...people, rates: { ...allergic, allergyConfirmed: 0 } }), "allergy");
  assert.deepEqual(ordered.averted, { ordering: ordered.without });
  const confirmed = kindOf(evaluateMedication({ ...people, rates: { ...allergic, allergyConfirmed: 1 } }), "allergy");
  assert.deepEqual([confirmed.with, Object.keys(confirmed.averted)], [0, ["scan"]]);
});

/** The real check with one rule gone. */
const without =
  (gone: CheckName): typeof check =>
  (bedside) => {
    const decision = check(bedside);
    const findings = decision.findings.filter((finding) => finding.check !== gone);
    const isStopped = findings.some(({ result }) => result === "wrong" || result === "unknown");
    return { ...decision, findings, verdict: isStopped ? "block" : "give" };
  };

test("a check that forgot one of its rules is found", () => {
  const seeded = { ...faultless, ...asMeant, wrongPerson: 0.1, double: 0.1 };
  const broken = (gone: CheckName) =>
    evaluateMedication({ people: 10, days: 7, seed: 3, rates: seeded, decide: without(gone) }).failures.join("; ");
  assert.match(broken("given"), /scanned attempts of kind double were not stopped/);
  assert.match(broken("patient"), /scanned attempts of kind wrong-person were not stopped/);
  assert.equal(broken("witness"), "", "nothing of the kind is seeded here");
});

test("what a scan averted is kept as what it was", () => {
  const kinds = [
    // A box from the shelf is nobody's: one that was fetched for somebody else is another drug.
    ["wrongPerson", ["wrong-person", "wrong-drug"]],
    ["wrongDrug", ["wrong-drug"]],
    ["double", ["double"]],
    ["expired", ["expired"]],
    ["wrongTime", ["wrong-time"]],
  ] as const;
  for (const [rate, expected] of kinds) {
    const { tally } = simulate({ people: 10, days: 7, seed: 3, rates: { ...faultless, ...asMeant, [rate]: 0.2 } });
    assert.ok(tally.nearMisses.length > 5, `${tally.nearMisses.length} of ${rate}`);
    for (const { mishaps } of tally.nearMisses)
      assert.ok(
        expected.some((mishap) => mishaps.includes(mishap)),
        `${rate}: ${mishaps}`,
      );
  }
});

test("a criterion that is not met is told", () => {
  const tally = new Tally(1);
  for (const outcome of ["stopped", "passed", "overruled"] as const) tally.seeded("wrong-drug", outcome);
  tally.rightDoses = 100;
  tally.rightStopped = 1;
  tally.twice = 2;
  tally.twiceFlagged = 1;
  const { failures } = resultOf(tally, { people: 1, days: 1, seed: 1 });
  assert.equal(failures.length, 3);
  assert.match(failures[0] ?? "", /^1 of 3 scanned attempts of kind wrong-drug/);
});

test("the near misses of a run make an analysis whose parts come to the whole", () => {
  const { tally, home } = simulate({
    people: 10,
    days: 7,
    seed: 3,
    rates: { ...asMeant, wrongDrug: 0.3, double: 0.1 },
  });
  const analysis = analyse({
    nearMisses: tally.nearMisses,
    incidents: [],
    doses: tally.given,
    from: startOf(0),
    until: startOf(8),
    zone: ZONE,
    policy: POLICY,
    formulary: home.stock.formulary,
    period: "day",
    baseline: null,
  });
  assert.ok(analysis.nearMisses.events > 20 && analysis.pairs.length > 3);
  assert.equal(analysis.nearMisses.events, tally.nearMisses.length, "no attempt was scanned twice here");
  assert.equal(
    analysis.byRound.reduce((sum, { nearMisses }) => sum + nearMisses.events, 0),
    analysis.nearMisses.events,
  );
  assert.ok(
    analysis.pairs.some(({ likeness }) => likeness !== null),
    "look-alikes met",
  );
});

test("every rate is a share with a source, and stands in the document for people", async () => {
  for (const [name, { value, source, of }] of Object.entries(rates)) {
    assert.ok(value >= 0 && value <= 1, name);
    assert.ok(source.length > 8 && of.length > 3, name);
  }
  const document = join(import.meta.dirname, "..", "..", "..", "docs", "medication", "errors.md");
  assert.ok(
    (await readFile(document, "utf8")).includes(ratesMarkdown()),
    "docs/medication/errors.md has another table",
  );
});
