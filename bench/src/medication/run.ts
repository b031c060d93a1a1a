import { HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { check, type Decision, nearMissOf } from "@sakiyomi/medication";
import { bedsideOf, Network } from "./bedside.ts";
import { Book, isOnBoard } from "./book.ts";
import { type Asked, askedFor, changeMedicines } from "./changes.ts";
import { type Deed, doneAt, type Omission, rightDeed } from "./deeds.ts";
import { drawFor } from "./draw.ts";
import { type Home, startOf } from "./home.ts";
import { preparePacks, type Span, type Visit, visitsOf } from "./plan.ts";
import { bump, type Leak, Tally } from "./tally.ts";
import { type Use, useOf } from "./use.ts";

/** The day of the house: packs are there at 5, the doctor's changes come at 14, the night ends the day. */
const [PACKS, CHANGES, NIGHT] = [5 * HOUR, 14 * HOUR, 24 * HOUR];

type Step = { readonly at: Instant } & ({ readonly deed: Deed } | { readonly omission: Omission });

/** A device that was without a network is back so long after the last visit of its round. */
const BACK = 10 * MINUTE;

/** A home through its days, with the real rules. Both arms see the same mistakes; on paper each one arrives. */
export class Run {
  readonly home: Home;
  readonly tally: Tally;
  readonly #decide: typeof check;
  readonly #network: Network;
  /** What has to be done yet in this span, latest first. */
  #steps: Step[] = [];
  readonly #book: Book;
  /** When the last visit of each round is. */
  #ends = new Map<string, Instant>();

  /** @param decide the real check, but where a test wants to see that a broken one is found */
  constructor(home: Home, decide: typeof check = check) {
    this.home = home;
    this.#decide = decide;
    this.tally = new Tally(home.residents.length);
    this.#network = new Network(home);
    this.#book = new Book(this.#network, this.tally);
  }

  day(day: number): void {
    const start = startOf(day);
    const [morning, evening]: readonly Span[] = [
      { from: start + PACKS, until: start + CHANGES },
      { from: start + CHANGES, until: start + NIGHT },
    ];
    if (!morning || !evening) return;
    const tomorrow = { from: morning.from, until: start + NIGHT };
    for (const resident of this.home.residents)
      if (resident.chart.isHere) preparePacks(this.home, resident, tomorrow, morning.from);
    this.#span(morning);
    changeMedicines(this.home, evening, this.tally);
    this.#span(evening);
  }

  #span(span: Span): void {
    const visits = visitsOf(this.home, span);
    const done = visits.map((visit) => doneAt(this.home, visit, visits));
    const steps: Step[] = done.flatMap(({ deeds, omissions }) => [
      ...deeds.map((deed) => ({ at: deed.at, deed })),
      ...omissions.map((omission) => ({ at: omission.at, omission })),
    ]);
    for (const visit of visits) this.#due(visit);
    this.#ends = new Map();
    for (const { rounding, at } of visits) this.#ends.set(rounding.key, at);
    for (const visit of askedFor(this.home, span)) steps.push(this.#asked(visit));
    this.#steps = steps.sort((a, b) => b.at - a.at);
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      this.#network.arrive(step.at);
      if ("deed" in step) this.#deed(step.deed);
      else this.#omission(step.omission);
    }
    this.#network.arrive(span.until + 12 * HOUR);
    this.#book.lookForTwice();
  }

  #due({ resident, doses }: Visit): void {
    this.tally.due[resident.number] = (this.tally.due[resident.number] ?? 0) + doses.length;
  }

  #asked(visit: Asked): Step {
    const deed = rightDeed(this.home, visit, visit.at, visit.key);
    if (!visit.isTooSoon) this.#due(visit);
    return { at: deed.at, deed: visit.isTooSoon ? { ...deed, mishap: "wrong-time" } : deed };
  }

  #later(step: Step): void {
    const i = this.#steps.findLastIndex(({ at }) => at > step.at);
    this.#steps.splice(i + 1, 0, step);
  }

  /** Too late because the round took so long, or because somebody came late. */
  #isLate({ visit, at, mishap }: Deed): boolean {
    return mishap === null && visit.doses.some(({ window }) => window !== null && at > window.until);
  }

  #deed(deed: Deed): void {
    const { mishap, front, doses } = deed;
    const use = useOf(this.home, deed);
    this.#network.begin(deed, (this.#ends.get(deed.visit.rounding.key) ?? deed.at) + BACK);
    if (mishap !== null && mishap !== "allergy" && !deed.key.endsWith(" open"))
      this.tally.onPaper(mishap, front, doses);
    if (this.#isLate(deed) && !deed.key.includes(" after")) this.tally.onPaper("wrong-time", front, doses);
    if (use.isSkipped) {
      this.#unscanned(deed, use, "not scanned");
      return;
    }
    const bedside = bedsideOf(this.home, this.#network, deed, use);
    const decision = this.#decide(bedside);
    this.#watch(deed, decision, use);
    if (use.isAfterwards) this.#unscanned(deed, { ...use, isRecorded: true }, "scanned after giving");
    else if (decision.verdict === "block") this.#stopped(deed, decision, use);
    else this.#passed(deed, decision, use);
  }

  /** Given without the check: right ones are given right, mistakes arrive. */
  #unscanned(deed: Deed, use: Use, leak: Leak): void {
    this.#arrives(deed, leak);
    if (use.isRecorded) {
      this.#book.record(deed, { doses: idsOf(deed), isRefused: use.isRefused, decision: null });
      return;
    }
    this.#book.forget(deed);
    if (!use.isGivenAgain || deed.isSecond) return;
    const again = rightDeed(this.home, deed.visit, deed.at + 25 * MINUTE, `${deed.key} open`);
    this.#later({ at: again.at, deed: { ...again, mishap: "double", isSecond: true } });
  }

  #arrives(deed: Deed, leak: Leak): void {
    if (deed.mishap !== null) this.tally.reached(deed.mishap, deed.front, deed.doses, leak);
    else if (this.#isLate(deed))
      this.tally.reached("wrong-time", deed.front, deed.doses, "too late, given all the same");
  }

  /** Figures of one check: near misses, warnings, right doses. */
  #watch(deed: Deed, decision: Decision, use: Use): void {
    const { tally } = this;
    tally.checks += 1;
    if (decision.verdict === "warn") {
      tally.warned += 1;
      const said = new Set(
        decision.findings.flatMap(({ result, check: name }) => (result === "warning" ? [name] : [])),
      );
      for (const name of said) bump(tally.warnedBy, name);
    }
    const isRight = deed.mishap === null && !this.#isLate(deed) && !use.isAfterwards;
    if (!isRight) return;
    tally.rightDoses += deed.doses;
    if (decision.verdict !== "block") return;
    tally.rightStopped += deed.doses;
    const [why] = decision.findings.filter(({ result }) => result === "wrong" || result === "unknown");
    if (why) bump(tally.stoppedBy, why.text.key, deed.doses);
  }

  #stopped(deed: Deed, decision: Decision, use: Use): void {
    const { mishap, opened, by, doses, front } = deed;
    const isOverruled = decision.mayOverride && by.mayOverride && use.wouldOverride;
    const miss = nearMissOf({
      id: `check-${this.tally.checks}`,
      decision,
      overridden: isOverruled,
      bedside: {
        chart: opened.chart,
        staff: { id: by.id, may: by.may, mayOverride: by.mayOverride },
        network: this.#network.situation(deed).network,
      },
    });
    if (miss) this.tally.nearMisses.push(miss);
    if (decision.findings.some(({ check: name, result }) => name === "clock" && result === "wrong"))
      this.#network.setClock(deed);
    const ids = decision.toGive.map(({ dose }) => dose);
    if (mishap === null) {
      this.#arrives(deed, "too late, given all the same");
      this.#book.record(deed, { doses: idsOf(deed), isRefused: use.isRefused, decision: decision });
      return;
    }
    if (this.#isProperly(deed, use)) this.tally.seeded(mishap, isOverruled ? "overruled" : "stopped");
    if (isOverruled) {
      this.tally.reached(mishap, front, doses, "overruled with a reason");
      this.#book.record(deed, { doses: ids, isRefused: use.isRefused, decision: decision });
      return;
    }
    this.tally.kept(mishap, "scan", doses);
    if (!deed.isSecond && mishap !== "allergy") this.#thenRight(deed);
  }

  #passed(deed: Deed, decision: Decision, use: Use): void {
    const { mishap } = deed;
    if (mishap !== null) {
      const leak = this.#leakOf(deed, use);
      this.tally.reached(mishap, deed.front, deed.doses, leak);
      if (this.#isProperly(deed, use)) this.tally.seeded(mishap, "passed");
    } else this.#arrives(deed, "the check let it pass");
    this.#book.record(deed, { doses: decision.toGive.map(({ dose }) => dose), isRefused: use.isRefused, decision });
  }

  /** Band of the one before them and medicine were scanned before giving, and the first of two could be known. */
  #isProperly({ isOnCode, front, key, mishap }: Deed, use: Use): boolean {
    const isKnown = front.bearsBand || mishap !== "wrong-person";
    const isFirstKnown = !this.#book.isForgotten(key) && !this.#book.isUnseen(key);
    return isOnCode && isKnown && isFirstKnown && use.spare === "none" && !use.isAfterwards;
  }

  #leakOf({ mishap, isOnCode, key, front, visit }: Deed, use: Use): Leak {
    if (this.#book.isForgotten(key)) return "the first one was not recorded";
    if (this.#book.isUnseen(key)) return "the first one was given without network and lease";
    if (!isOnCode) return visit.pack ? "packed wrongly before" : "amount not on the code";
    if (mishap === "wrong-person" && use.spare !== "none") return "spare wristband";
    if (mishap === "wrong-person" && !front.bearsBand) return "photo taken for another";
    if (mishap === "allergy") return "confirmed against the finding";
    return "the check let it pass";
  }

  /** What was meant is done after all. */
  #thenRight({ visit, key, at, mishap }: Deed): void {
    const when = mishap === "wrong-time" ? Math.max(at + 3 * MINUTE, visit.at) : at + 3 * MINUTE;
    if (visit.order?.timing?.type === "as-needed" && mishap === "wrong-time") return;
    const deed = rightDeed(this.home, visit, when, `${key} after`);
    this.#later({ at: when, deed });
  }

  /** At the end of a round the board shows what is open; some look at it in time. */
  #omission({ visit, mishap, at }: Omission): void {
    const { resident, doses } = visit;
    this.tally.onPaper(mishap, resident, doses.length);
    const chance = drawFor(this.home.seed, `board ${visit.doses[0]?.id}`);
    const isLooked = chance() < this.home.rates.remindedInTime;
    if (isLooked && isOnBoard(visit, at)) {
      this.tally.kept(mishap, "board", doses.length);
      this.#later({ at, deed: rightDeed(this.home, visit, at, `${doses[0]?.id} board after`) });
      return;
    }
    if (mishap === "omitted") {
      this.tally.reached(mishap, resident, doses.length, "the board was not looked at");
      return;
    }
    const late =
      Math.max(...doses.map(({ window, at: due }) => window?.until ?? due)) + Math.round(10 + 50 * chance()) * MINUTE;
    this.#later({ at: late, deed: rightDeed(this.home, visit, late, `${doses[0]?.id} late after`) });
  }
}

const idsOf = ({ visit }: Deed): readonly string[] => visit.doses.map(({ id }) => id);
