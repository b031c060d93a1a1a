import type { MedicationOrder } from "@sakiyomi/medication";

/** What FHIR has no place for. A receiver that does not know it loses nothing that could harm: that is what `…:days` is for. */
export const ORDER = "urn:sakiyomi:order";
/** As modifier: days that FHIR cannot say. Whoever does not know it must not act on the instruction (FHIR R4, 2.4.1). */
export const DAYS = "urn:sakiyomi:order:days";
/** 服用開始日. JP Core 1.2, JP_MedicationDosage. */
export const PERIOD_OF_USE = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_PeriodOfUse";
/** The same as earlier versions of JP Core name it. */
export const periodsOfUse: ReadonlySet<string> = new Set([
  PERIOD_OF_USE,
  "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationRequest_DosageInstruction_PeriodOfUse",
]);

export interface Extension {
  readonly url: string;
  readonly extension?: readonly Extension[] | undefined;
  readonly [value: `value${string}`]: unknown;
}

const iso = (at: number): string => new Date(at).toISOString();

/** Ours of an order: the exact instants, holds, window and marks. */
export const orderExtension = (order: MedicationOrder): Extension => ({
  url: ORDER,
  extension: [
    { url: "from", valueInstant: iso(order.from) },
    ...(order.until === null ? [] : [{ url: "until", valueInstant: iso(order.until) }]),
    { url: "needs-witness", valueBoolean: order.needsWitness },
    ...order.holds.map(holdExtension),
    ...(order.window === null ? [] : [windowExtension(order.window)]),
    ...timingExtensions(order),
  ],
});

const holdExtension = ({ from, until, reason, by }: MedicationOrder["holds"][number]): Extension => ({
  url: "hold",
  extension: [
    { url: "from", valueInstant: iso(from) },
    ...(until === null ? [] : [{ url: "until", valueInstant: iso(until) }]),
    { url: "reason", valueString: reason },
    { url: "by", valueString: by },
  ],
});

const windowExtension = (window: NonNullable<MedicationOrder["window"]>): Extension => ({
  url: "window",
  extension: [
    { url: "class", valueCode: window.class },
    ...(window.earlyMin === null ? [] : [{ url: "early-min", valueInteger: window.earlyMin }]),
    ...(window.lateMin === null ? [] : [{ url: "late-min", valueInteger: window.lateMin }]),
    { url: "reason", valueString: window.reason },
    { url: "by", valueString: window.by },
  ],
});

function timingExtensions({ timing, dose }: MedicationOrder): readonly Extension[] {
  if (timing?.type === "taper") return [{ url: "taper", valueBoolean: true }];
  if (timing?.type === "interval") return [{ url: "first", valueInstant: iso(timing.first) }];
  if (timing?.type === "clock" && timing.days.type === "every" && timing.days.days === 1)
    return [{ url: "every-day-from-first", valueBoolean: true }];
  if (timing?.type !== "as-needed") return [];
  return [
    // FHIR's maximum is an amount: without a dose it cannot be said.
    ...(dose === null ? [{ url: "max-per-day", valueInteger: timing.maxPerDay }] : []),
    ...(timing.effectAfterMin === null ? [] : [{ url: "effect-after-min", valueInteger: timing.effectAfterMin }]),
  ];
}

/** Reads an extension of ours: a value by its name. What is not of that type is not there. */
export interface Fields {
  readonly text: (name: string) => string | null;
  readonly number: (name: string) => number | null;
  readonly numbers: (name: string) => readonly number[];
  readonly isTrue: (name: string) => boolean;
  readonly instant: (name: string) => number | null;
  readonly all: (name: string) => readonly Fields[];
}

/** The extension of that address; null: there is none. */
export function fieldsOf(extensions: readonly Extension[] | undefined, url: string): Fields | null {
  const found = extensions?.find((one) => one.url === url);
  return found ? fields(found.extension ?? []) : null;
}

function fields(parts: readonly Extension[]): Fields {
  const value = (name: string, type: `value${string}`): unknown => parts.find(({ url }) => url === name)?.[type];
  const text = (name: string, type: `value${string}` = "valueString"): string | null => {
    const said = value(name, type) ?? value(name, "valueCode");
    return typeof said === "string" ? said : null;
  };
  return {
    text: (name) => text(name),
    number: (name) => {
      const said = value(name, "valueInteger");
      return typeof said === "number" ? said : null;
    },
    numbers: (name) =>
      parts
        .filter(({ url }) => url === name)
        .map(({ valueInteger }) => valueInteger)
        .filter((said) => typeof said === "number"),
    isTrue: (name) => value(name, "valueBoolean") === true,
    instant: (name) => {
      const at = Date.parse(text(name, "valueInstant") ?? "");
      return Number.isNaN(at) ? null : at;
    },
    all: (name) => parts.filter(({ url }) => url === name).map(({ extension = [] }) => fields(extension)),
  };
}

/** Ours of a request; null: it comes from elsewhere. */
export const oursOf = ({ extension }: { readonly extension?: readonly Extension[] | undefined }): Fields | null =>
  fieldsOf(extension, ORDER);
