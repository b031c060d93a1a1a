/** A rate of the simulated home, and where it is from. */
export interface Rate {
  readonly value: number;
  /** Of what it is a share. */
  readonly of: string;
  readonly source: string;
  /**
   * `verified`: read in the source or its abstract, or a product of what stands there; `derived`: our conclusion from figures
   * that stand there; `assumed`: nobody measured it where we looked, and we say so.
   */
  readonly known: "verified" | "derived" | "assumed";
}

const young =
  "Young et al., J Am Geriatr Soc 56:1199, 2008 (PMC2633588): 1,373 errors in 4,866 doses in assisted living";
const szczepura = "Szczepura et al., BMC Geriatrics 11:82, 2011: 188,249 attempts in 13 homes";

const verified = (value: number, of: string, source: string): Rate => ({ value, of, source, known: "verified" });
const derived = (value: number, of: string, source: string): Rate => ({ value, of, source, known: "derived" });
const assumed = (value: number, of: string, source: string): Rate => ({ value, of, source, known: "assumed" });

/** What goes wrong with people, and how they use a system. docs/medication/errors.md prints this table. */
export const rates = {
  wrongPerson: derived(
    0.00095,
    "attempts",
    `${szczepura}; 52 % of 345 residents met a serious error such as the wrong resident within 3 months: at least 180 attempts, all of which we take for the wrong resident`,
  ),
  wrongDrug: verified(0.00056, "attempts of single medicines", `${young}, 0.2 % of them a wrong drug`),
  withoutOrder: verified(0.0042, "attempts", `${young}, 1.5 % of them a drug without an order`),
  wrongDose: verified(0.0364, "attempts of single medicines", `${young}, 12.9 % of them a wrong dose`),
  omitted: verified(0.0313, "attempts", `${young}, 11.1 % of them an omitted dose`),
  double: verified(0.0099, "attempts", `${young}, 3.5 % of them an extra dose`),
  wrongTime: verified(0.0054, "attempts", `${szczepura}, 1,021 of them at the wrong time`),
  tooSoon: assumed(0.02, "medicines as needed", "asked for again before the interval is over; no count found"),
  expired: assumed(0.0003, "attempts of single medicines", "no count found where we looked"),
  allergicOrder: derived(
    0.0013,
    "orders",
    "1.3 % of 49,887 orders met an allergy (Mayo Clinic, Am J Health Syst Pharm 66:373, 2009), 10 % of such alerts by the very drug (Hsieh et al., JAMIA 11:482, 2004)",
  ),
  packedWrong: assumed(
    0.0002,
    "one-dose packs",
    "the contents are not those of the label; no rate found for packs of a pharmacy",
  ),

  skipped: derived(
    0.05,
    "attempts",
    "the Leapfrog Group asks for 95 % scanned; wards were seen at 5.6 to 67 % (BMJ Health Care Inform 32:e101214, 2025), and two thirds of attempts had a workaround (van der Veen et al., JAMIA 25:385, 2018): try --skip",
  ),
  scannedAfterwards: assumed(
    0.02,
    "attempts",
    "in long-term care 23 % of nurses gave at once after the scan (Patterson et al., Hum Factors 48:15, 2006): the order of the two is often not kept",
  ),
  spareBand: assumed(0.01, "attempts", "one of 15 workarounds in Koppel et al., JAMIA 15:408, 2008; without a rate"),
  spareIsOld: assumed(0.5, "spare wristbands", "a copy of the newest printing is not told from the one that is worn"),
  overridden: verified(
    0.062,
    "stops that may be overruled",
    `${szczepura}; 0.075 % of attempts went on against 2,289 alerts`,
  ),
  unreadable: verified(
    0.04,
    "first scans",
    "more than 96 % of scans succeeded at once (Strykowski et al., Am J Health Syst Pharm 70:154, 2013)",
  ),
  unreadableTwice: assumed(0.02, "scans repeated", "a damaged label stays damaged"),
  withoutBand: assumed(
    0.08,
    "people",
    "they do not bear a band, and are known by photo and a second identifier; no rate found",
  ),
  photoMistaken: assumed(0.3, "wrong people before a photo", "the second identifier is read out instead of asked"),
  countScanned: assumed(
    0.5,
    "wrong amounts of counted medicines",
    "each tablet scanned or its count said; otherwise the code does not show how many are taken",
  ),
  unscannedRecorded: assumed(
    0.9,
    "attempts without a scan",
    "recorded by hand afterwards; what is not looks open to the next carer",
  ),
  openGivenAgain: assumed(0.3, "given and not recorded", "somebody else finds it open on the board and gives it"),
  remindedInTime: assumed(0.5, "doses left out that the board shows", "given before the end of the round"),
  allergyConfirmed: assumed(
    0.1,
    "orders against an allergy",
    "confirmed against the finding; most overrides of alerts are right (>96 %), these would not be",
  ),

  offlineRound: assumed(0.05, "rounds of a unit", "so that giving without a network is met at all"),
  withoutLease: assumed(0.002, "people on a round without network", "the round began before its leases were taken"),
  clockOff: assumed(0.002, "devices a day", "3 to 30 minutes off until somebody puts it right"),
  refused: assumed(0.03, "doses handed over", "so that doses are offered again; of no weight for the errors"),
} as const satisfies Readonly<Record<string, Rate>>;

export type RateName = keyof typeof rates;
export type Rates = Readonly<Record<RateName, number>>;

/** The table's values, some of them replaced. */
export const ratesWith = (others: Partial<Rates> = {}): Rates => ({
  ...(Object.fromEntries(Object.entries(rates).map(([name, { value }]) => [name, value])) as Record<RateName, number>),
  ...others,
});

/** The table for people, in Markdown: docs/medication/errors.md has it, and a test keeps the two together. */
export const ratesMarkdown = (): string =>
  [
    "| what | share | of | known | source |",
    "| --- | --- | --- | --- | --- |",
    ...Object.entries(rates).map(
      ([name, { value, of, known, source }]: [string, Rate]) =>
        `| ${name} | ${Number((100 * value).toPrecision(4))} % | ${of} | ${known} | ${source} |`,
    ),
  ].join("\n");
