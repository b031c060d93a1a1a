/** IEEE 754 binary16 as a number. */
export const half = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** bfloat16, the upper half of a float32, as a number. */
export const brain = (bits: number): number => new Float32Array(Uint32Array.of(bits << 16).buffer)[0] ?? 0;
