/** What a medical device measured, or why it says nothing: a special value is never a number. */
export type Measured =
  | { readonly known: true; readonly value: number }
  | {
      readonly known: false;
      readonly why: "not a number" | "not at this resolution" | "above range" | "below range" | "reserved";
    };

/** Special values by their mantissa, counted from the largest one, whatever the exponent (IEEE 11073-20601:2019, annex F.6): no number has them. */
const specials = new Map<number, Extract<Measured, { known: false }>["why"]>([
  [-1, "above range"],
  [0, "not a number"],
  [1, "not at this resolution"],
  [2, "reserved"],
  [3, "below range"],
]);

/** SFLOAT: 4 bits of exponent, 12 bits of mantissa, to the base of ten. */
export const readSfloat = (view: DataView, at: number): Measured => {
  const bits = view.getUint16(at, true);
  return measured(bits & 0xfff, (bits << 16) >> 28, 12);
};

/** FLOAT: 8 bits of exponent, 24 bits of mantissa, to the base of ten. */
export const readFloat = (view: DataView, at: number): Measured => {
  const bits = view.getUint32(at, true);
  return measured(bits & 0xff_ffff, bits >> 24, 24);
};

function measured(mantissa: number, exponent: number, bits: number): Measured {
  const largest = 2 ** (bits - 1) - 1;
  const why = specials.get(mantissa - largest);
  if (why !== undefined) return { known: false, why };
  const signed = mantissa > largest ? mantissa - 2 ** bits : mantissa;
  // Through the decimal form: 364e-1 is 36.4 to the last bit, 364 * 0.1 is not.
  return { known: true, value: Number(`${signed}e${exponent}`) };
}
