import { drawFor } from "./draw.ts";
import type { Home } from "./home.ts";

/** How the system is used for one deed. Everything is drawn, whether it matters or not, so that rates do not move each other. */
export interface Use {
  readonly isSkipped: boolean;
  readonly isAfterwards: boolean;
  /** Not the band of whoever is before them, but a spare one of whom they mean; of an older printing or a copy of the newest. */
  readonly spare: "none" | "old" | "copy";
  readonly isUnreadable: boolean;
  /** Whoever is taken for somebody else on a photo: the second identifier is read out, not asked. */
  readonly isReadOut: boolean;
  readonly wouldOverride: boolean;
  readonly isRecorded: boolean;
  readonly isGivenAgain: boolean;
  readonly isRefused: boolean;
}

export function useOf({ seed, rates }: Pick<Home, "seed" | "rates">, { key }: { readonly key: string }): Use {
  const chance = drawFor(seed, `use ${key}`);
  const is = (rate: number) => chance() < rate;
  return {
    isSkipped: is(rates.skipped),
    isAfterwards: is(rates.scannedAfterwards),
    spare: [is(rates.spareBand), is(rates.spareIsOld)].reduce<Use["spare"]>(
      (so, yes, i) => (i === 0 ? (yes ? "copy" : "none") : so === "copy" && yes ? "old" : so),
      "none",
    ),
    isUnreadable: [is(rates.unreadable), is(rates.unreadableTwice)].every(Boolean),
    isReadOut: is(rates.photoMistaken),
    wouldOverride: is(rates.overridden),
    isRecorded: is(rates.unscannedRecorded),
    isGivenAgain: is(rates.openGivenAgain),
    isRefused: is(rates.refused),
  };
}
