import { accept, HOUR, type Instant, type Read, refuse } from "@sakiyomi/core";
import {
  check,
  type DoseEvent,
  expand,
  gsrnOf,
  type MedicationChart,
  medicationPolicy,
  packLabel,
  wristbandLabel,
} from "@sakiyomi/medication";
import { chartOf, eventOf, inventedCode, inventedFormulary, orderOf } from "@sakiyomi/medication/testing";
import type {
  MedicineAsk,
  MedicineCall,
  MedicineCheck,
  MedicineErrand,
  MedicineObservation,
  MedicinePort,
  MedicineScan,
} from "../robots/medicine-port.ts";

const zone = "Asia/Tokyo";
const policy = medicationPolicy.parse({});
/** 08:10 in Tokyo: ten minutes after the dose was due. */
export const tenPastEight = Date.parse("2026-11-23T08:10:00+09:00");
export const medicineDose = "o1@2026-11-23/0";

const gsrn = (n: number): string => {
  const made = gsrnOf("9520000", n);
  if (!made.ok) throw new TypeError("no such number");
  return made.value;
};
const codeOf = (made: ReturnType<typeof packLabel>): string => {
  if (!made.ok) throw new TypeError("no such code");
  return made.value.code;
};

/** What is printed: Ann's cup and band, and those of somebody else. */
export const medicineCodes = {
  label: codeOf(packLabel({ gsrn: gsrn(1), id: "p1" })),
  otherLabel: codeOf(packLabel({ gsrn: gsrn(2), id: "p9" })),
  band: codeOf(wristbandLabel({ gsrn: gsrn(1), printing: 2 })),
  spareBand: codeOf(wristbandLabel({ gsrn: gsrn(1), printing: 1 })),
  otherBand: codeOf(wristbandLabel({ gsrn: gsrn(2), printing: 1 })),
} as const;

const annsChart = (now: Instant): MedicationChart =>
  chartOf({
    name: "佐藤 和子",
    wristbands: [
      { gsrn: gsrn(1), printing: 1, from: now - 240 * HOUR, until: now - 24 * HOUR },
      { gsrn: gsrn(1), printing: 2, from: now - 24 * HOUR, until: null },
    ],
    orders: [orderOf(now, { drug: inventedCode("heart") })],
    packs: [
      {
        id: "p1",
        person: "person:ann",
        doses: [medicineDose],
        contents: [{ drug: inventedCode("heart"), amount: { value: 1, unit: "{tablet}" } }],
        expiry: "2027-03-31",
        preparedAt: now - 12 * HOUR,
        by: "staff:pharmacist",
        withdrawn: null,
      },
    ],
  });

type Method = keyof MedicinePort;

/** A ward with one person, one dose and one cup, in memory; the check is the real one. */
export class FakeMedicines implements MedicinePort {
  chart: MedicationChart;
  /** These never answer. */
  readonly silent = new Set<Method>();
  readonly calls: MedicineCall[] = [];
  readonly asked: Method[] = [];
  readonly #wall: () => Instant;
  #count = 0;

  constructor(wall: () => Instant) {
    this.#wall = wall;
    this.chart = annsChart(wall());
  }

  /** A carer hands the same dose over. */
  carerGives(): void {
    this.#write({ type: "handed", id: "carer", at: this.#wall(), dose: medicineDose });
  }

  /** Types of what stands of the dose. */
  get written(): readonly string[] {
    return this.chart.events.map(({ type, by }) => `${type} by ${by}`);
  }

  begin({ person, doses }: MedicineAsk): Promise<Read<MedicineErrand>> {
    return this.#answer("begin", () => {
      const [pack] = this.chart.packs;
      const [order] = this.chart.orders;
      if (!pack || !order) return refuse("REC_MISSING", "pack", doses, "a pack of these doses");
      const range = { from: order.from, until: this.#wall() + 24 * HOUR, zone, policy };
      const [dose] = expand(order, range).filter(({ id }) => doses.includes(id));
      const window = dose?.window ?? null;
      const labels = [medicineCodes.label];
      return accept({
        person,
        name: this.chart.name,
        doses,
        labels,
        wristband: medicineCodes.band,
        window,
        language: "ja" as const,
      });
    });
  }

  check({ doses, robot }: MedicineAsk, scan: MedicineScan): Promise<Read<MedicineCheck>> {
    return this.#answer("check", () => {
      const decision = check({
        now: this.#wall(),
        zone,
        policy,
        formulary: inventedFormulary(),
        chart: this.chart,
        whose: () => null,
        wanted: doses,
        person: { how: "wristband", code: scan.wristband },
        items: [{ code: scan.label, count: 1, isPartial: false }],
        route: null,
        device: robot,
        network: { online: true, leaseOfOther: null },
        clockOffMs: 0,
        staff: { id: robot, may: "assist", mayOverride: false },
        witness: null,
      });
      return accept({ id: "check-1", decision });
    });
  }

  handed({ robot, doses }: MedicineAsk): Promise<Read<null>> {
    return this.#answer("handed", () => {
      if (this.#isHanded()) return refuse("REC_CONFLICT", "dose", doses, "one that nobody has given");
      this.#write({ type: "handed", id: this.#id(), at: this.#wall(), dose: medicineDose, by: robot });
      return accept(null);
    });
  }

  notHanded({ robot }: MedicineAsk, reason: string): Promise<Read<null>> {
    return this.#answer("notHanded", () => {
      if (!this.#isHanded()) return accept(null);
      const last = this.chart.events.findLast(({ type, by }) => type === "handed" && by === robot);
      if (last)
        this.#write({ type: "struck-out", id: this.#id(), at: this.#wall(), event: last.id, reason, by: robot });
      return accept(null);
    });
  }

  observed({ robot }: MedicineAsk, seen: MedicineObservation): Promise<Read<null>> {
    return this.#answer("observed", () => {
      const common = { id: this.#id(), at: this.#wall(), by: robot };
      if (seen.saw === "taken") this.#write({ type: "taken", confirmed: "robot", share: 1, ...common });
      if (seen.saw === "refused") this.#write({ type: "not-taken", outcome: "refused", share: 0, ...common });
      return accept(null);
    });
  }

  call(_: MedicineAsk, call: MedicineCall): Promise<Read<null>> {
    return this.#answer("call", () => {
      this.calls.push(call);
      return accept(null);
    });
  }

  #answer<T>(method: Method, answer: () => Read<T>): Promise<Read<T>> {
    this.asked.push(method);
    return this.silent.has(method) ? new Promise(() => {}) : Promise.resolve(answer());
  }

  #isHanded(): boolean {
    const struck = new Set(this.chart.events.flatMap((one) => (one.type === "struck-out" ? [one.event] : [])));
    return this.chart.events.some(({ type, id }) => type === "handed" && !struck.has(id));
  }

  #id(): string {
    this.#count += 1;
    return `robot-${this.#count}`;
  }

  #write(said: Parameters<typeof eventOf>[0]): void {
    const event: DoseEvent = eventOf(said);
    this.chart = { ...this.chart, events: [...this.chart.events, event] };
  }
}
