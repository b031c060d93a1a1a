/** System time in seconds, finer than a millisecond, which follows the system when that is set. */
export const wallClock = (): (() => number) => {
  let offset = Number.NaN;
  return () => {
    const monotonic = performance.now();
    const seen = Date.now() - monotonic;
    // Date.now() counts whole milliseconds: within one the offset that was taken first stays.
    if (!(Math.abs(seen - offset) <= 1)) offset = seen + 0.5;
    return (monotonic + offset) / 1000;
  };
};
