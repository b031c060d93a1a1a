/** "2026-11-23T09:05:00" on the wall of the house. */
export const wallOf = (at: number, zone: string): string =>
  new Date(at).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T");

/** The instant that a clock on the house's wall shows; null: not a time. */
export function fromWall(wall: string, zone: string): number | null {
  const guess = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  if (Number.isNaN(guess)) return null;
  // The zone's distance from UTC at the guess, and once more at what comes of it: over a change of the clock.
  const off = (at: number): number => Date.parse(`${wallOf(at, zone)}Z`) - Math.floor(at / 1000) * 1000;
  const once = guess - off(guess);
  return guess - off(once);
}
