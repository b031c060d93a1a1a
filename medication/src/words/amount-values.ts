import type { DoseUnit, Quantity } from "../drugs/drug.ts";

/** The key of a unit in `medicationWords`: "unit.tablet", "unit.tablets". */
export const unitKey = ({ value, unit }: Quantity): string => `unit.${unitNames[unit]}${value > 1 ? "s" : ""}`;

const unitNames: Readonly<Record<DoseUnit, string>> = {
  mg: "mg",
  g: "g",
  ug: "ug",
  mL: "mL",
  "[iU]": "iU",
  "[arb'U]": "arbU",
  meq: "meq",
  "{tablet}": "tablet",
  "{capsule}": "capsule",
  "{packet}": "packet",
  "{drop}": "drop",
  "{puff}": "puff",
  "{patch}": "patch",
  "{suppository}": "suppository",
  "{vial}": "vial",
  "{kit}": "kit",
  "{sheet}": "sheet",
  "{dose}": "dose",
};

/**
 * An amount for a sentence with `{n} {unit}`; a second one with its own names: `amountValues(q, "given")` fills `{given}` and
 * `{givenUnit}`.
 */
export const amountValues = (quantity: Quantity, name = "n"): Readonly<Record<string, string | number>> => ({
  [name]: quantity.value,
  [name === "n" ? "unit" : `${name}Unit`]: unitKey(quantity),
});
