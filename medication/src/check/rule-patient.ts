import type { Text } from "@sakiyomi/core";
import type { Bedside, Finding, SecondIdentifier, Wristband } from "./bedside.ts";
import { right, unknown, wrong } from "./finding.ts";
import type { PersonRead } from "./reading.ts";
import type { Rule, Situation } from "./situation.ts";

type Reads = {
  readonly [Type in PersonRead["type"]]: (read: Extract<PersonRead, { type: Type }>, at: Bedside) => Finding;
};

const never = { mayOverride: false } as const;

const plain = (words: string): string => words.normalize("NFKC").replace(/\s+/g, "").toLocaleLowerCase("en");

const newest = (bands: readonly Wristband[], now: number): Wristband | null =>
  bands
    .filter(({ from, until }) => from <= now && (until === null || now < until))
    .reduce<Wristband | null>((best, band) => (best === null || band.printing > best.printing ? band : best), null);

function ofBand({ gsrn, printing }: Extract<PersonRead, { type: "band" }>, { chart, now, whose }: Bedside): Finding {
  const { name, wristbands } = chart;
  const own = wristbands.filter((band) => band.gsrn === gsrn);
  if (own.length === 0) return ofOther(whose({ type: "wristband", id: gsrn }), name);
  const valid = newest(wristbands, now);
  const only = own.length === 1 && own[0] === valid;
  if (printing === null && !only) return unknown("patient", "which-band", { values: { name }, ...never });
  if (valid === null || (printing !== null && printing !== valid.printing) || valid.gsrn !== gsrn)
    return wrong("patient", "spare-band", { values: { name }, ...never });
  return right("patient", "band", { values: { name } });
}

/** @param whose null: nobody here; "": a name that is not for this reader */
function ofOther(whose: string | null, name: string): Finding {
  if (whose === null) return wrong("patient", "band-of-nobody", { values: { name }, ...never });
  if (whose === "") return wrong("patient", "band-of-other", { values: { name }, ...never });
  return wrong("patient", "band-of", { values: { name, whose }, ...never });
}

function ofPhoto({ person, second }: Extract<PersonRead, { type: "photo" }>, { chart }: Bedside): Finding {
  const values: Text["values"] = { name: chart.name };
  if (person !== chart.person) return wrong("patient", "photo-of-other", { values, ...never });
  if (second === null || second.value.trim() === "") return unknown("patient", "second-missing", { values, ...never });
  const known = knownOf(second, chart);
  if (known === null) return unknown("patient", "second-unknown", { values, ...never });
  return plain(second.value) === plain(known)
    ? right("patient", "photo", { values })
    : wrong("patient", "second-wrong", { values, ...never });
}

const knownOf = ({ type }: SecondIdentifier, chart: Bedside["chart"]): string | null =>
  type === "birth-date" ? chart.birthDate : chart.name;

const reads: Reads = {
  none: (_, { chart }) => unknown("patient", "not-scanned", { values: { name: chart.name }, ...never }),
  "not-a-band": (_, { chart }) => unknown("patient", "not-a-band", { values: { name: chart.name }, ...never }),
  damaged: ({ isCheckDigit }, { chart }) =>
    isCheckDigit
      ? wrong("patient", "check-digit", { values: { name: chart.name }, ...never })
      : unknown("patient", "damaged", { values: { name: chart.name }, ...never }),
  band: ofBand,
  photo: ofPhoto,
};

/** Packs of the house that were made for somebody else. */
function packsOfOthers({ scanned, bedside }: Situation): readonly Finding[] {
  const { name } = bedside.chart;
  return scanned.flatMap(({ read }) => {
    if (read.type !== "pack-of-other") return [];
    if (read.whose === null) return [wrong("patient", "pack-of-nobody", { values: { name }, ...never })];
    return read.whose === ""
      ? [wrong("patient", "pack-of-other", { values: { name }, ...never })]
      : [wrong("patient", "pack-of", { values: { name, whose: read.whose }, ...never })];
  });
}

/** The right person: this one's newest band, or the photo and a second identifier; here; and no pack of somebody else. */
export const patient: Rule = (situation) => {
  const { person, bedside } = situation;
  const { isHere, name } = bedside.chart;
  const who = reads[person.type](person as never, bedside);
  const away = isHere ? [] : [wrong("patient", "not-here", { values: { name }, ...never })];
  return [who, ...away, ...packsOfOthers(situation)];
};
