import type { BodyView, Capability } from "../link/shapes.ts";

export interface Ask {
  readonly capability: Capability;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

/** What can be asked for with one tap, in this order: first what is for the person, then what only moves the robot. */
const oneTap: readonly { readonly capability: Capability; readonly by: string | null; readonly isMain: boolean }[] = [
  { capability: "bring", by: "thing", isMain: true },
  { capability: "measure", by: "kind", isMain: true },
  { capability: "health-check", by: "kinds", isMain: true },
  { capability: "hand-over", by: null, isMain: false },
  { capability: "fetch", by: "thing", isMain: false },
  { capability: "guide", by: "place", isMain: false },
  { capability: "go-to", by: "place", isMain: false },
];

/** The asks of a body's offers whose values are named; those that need words have a field of their own. */
export const asksOf = ({ offers }: Pick<BodyView, "offers">, isMain: boolean): readonly Ask[] =>
  oneTap
    .filter((row) => row.isMain === isMain)
    .flatMap(({ capability, by }): readonly Ask[] => {
      const offer = offers.find((one) => one.capability === capability);
      if (!offer) return [];
      // A visit measures all that it can.
      if (capability === "health-check") return [{ capability, parameters: { kinds: offer.only?.kinds ?? [] } }];
      return by === null
        ? [{ capability, parameters: {} }]
        : (offer.only?.[by] ?? []).map((value) => ({ capability, parameters: { [by]: value } }));
    });
