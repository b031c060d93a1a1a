import { HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { conflictsIn, type Decision, type DoseEvent, roundOf } from "@sakiyomi/medication";
import type { Network } from "./bedside.ts";
import type { Deed } from "./deeds.ts";
import type { Resident } from "./home.ts";
import type { Visit } from "./plan.ts";
import type { Tally } from "./tally.ts";
import { POLICY, ZONE } from "./zone.ts";

/** Whether all of a visit's doses stand on the board as open. */
export function isOnBoard({ resident, doses }: Visit, now: Instant): boolean {
  const { rows } = roundOf({ charts: [resident.chart], now, until: now + HOUR, policy: POLICY, zone: ZONE });
  const open = new Set(rows.flatMap(({ due, overdue }) => [...due, ...overdue].map(({ dose }) => dose.id)));
  return doses.every(({ id }) => open.has(id));
}

const firstOf = (key: string): string => key.replace(/ (?:again|open)$/, "");

interface Giving {
  readonly doses: readonly string[];
  readonly isRefused: boolean;
  /** null: recorded by hand, without a check. */
  readonly decision: Decision | null;
}

/** What was given and is written down, and what was not. */
export class Book {
  readonly #network: Network;
  readonly #tally: Tally;
  /** Given and not written down: deeds by their key. */
  readonly #forgotten = new Set<string>();
  /** Given without a network by somebody who had not taken the person along: nobody else can know before it is merged. */
  readonly #unseen = new Set<string>();
  /** Doses that a second carer gave and wrote down. */
  readonly #second: { readonly resident: Resident; readonly dose: string }[] = [];
  #events = 0;

  constructor(network: Network, tally: Tally) {
    this.#network = network;
    this.#tally = tally;
  }

  forget({ key }: Deed): void {
    this.#forgotten.add(key);
  }

  /** Whether the first one of two was not written down. */
  isForgotten(key: string): boolean {
    return this.#forgotten.has(firstOf(key));
  }

  /** Whether the first one of two could not be known. */
  isUnseen(key: string): boolean {
    return this.#unseen.has(firstOf(key));
  }

  record(deed: Deed, giving: Giving): void {
    const { opened, at, by, isSecond, key } = deed;
    const events = giving.doses.flatMap((dose) => this.#eventsOf(deed, dose, giving));
    this.#network.record(opened, events, deed);
    if (this.#network.isUnleased(deed)) this.#unseen.add(key);
    if (isSecond && !this.isForgotten(key))
      this.#second.push(...giving.doses.map((dose) => ({ resident: opened, dose })));
    for (const _ of giving.doses)
      this.#tally.given.push({ at, person: opened.id, place: opened.chart.placeName, by: by.id });
  }

  #eventsOf(deed: Deed, dose: string, { isRefused, decision }: Giving): readonly DoseEvent[] {
    const { opened, at, by } = deed;
    this.#events += 1;
    const id = `e${this.#events}`;
    const common = {
      person: opened.id,
      order: dose.slice(0, dose.indexOf("@")),
      dose: dose.endsWith("@prn") ? `${dose}/${id}` : dose,
      by: by.id,
      device: by.device,
      offline: this.#network.isOffline(deed),
    };
    const handed = {
      amount: null,
      route: "oral",
      lots: [],
      identified: ["wristband"],
      witness: null,
      check: null,
    } as const;
    const refused = { outcome: "refused", share: 0, reason: "", next: "" } as const;
    const after = at + MINUTE;
    return [
      {
        ...common,
        ...handed,
        lots: [],
        identified: ["wristband"],
        type: "handed",
        id,
        at,
        override: overrideOf(decision),
      },
      isRefused
        ? { ...common, ...refused, type: "not-taken", id: `${id}n`, at: after }
        : { ...common, type: "taken", id: `${id}t`, at: after, confirmed: "seen", share: 1 },
    ];
  }

  /** After everything has been merged: whether the record names what was given twice. */
  lookForTwice(): void {
    for (const { resident, dose } of this.#second.splice(0)) {
      const { events, orders } = resident.chart;
      const found = conflictsIn({ events, orders });
      const isNamed = found.some((conflict) => conflict.type === "given-twice" && conflict.dose === dose);
      this.#tally.twice += 1;
      if (isNamed) this.#tally.twiceFlagged += 1;
    }
  }
}

function overrideOf(decision: Decision | null) {
  const blocking = decision?.findings.filter(({ result }) => result === "wrong" || result === "unknown") ?? [];
  const checks = [...new Set(blocking.map(({ check }) => check))];
  return checks.length > 0 ? { reason: "as it was decided at the bedside", checks } : null;
}
