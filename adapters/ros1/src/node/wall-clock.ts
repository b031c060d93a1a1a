/**
 * System time in seconds, finer than a millisecond, which follows the system when that is set. `Date.now()` cuts to whole
 * milliseconds, so that the true time lies less than one above it: what is told stays within, and moves no more than that
 * asks for.
 */
export const wallClock = (
  system: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): (() => number) => {
  let offset = Number.NaN;
  return () => {
    const at = monotonic();
    const least = system() - at;
    if (!(offset >= least)) offset = least;
    else if (offset > least + 1) offset = least + 1;
    return (at + offset) / 1000;
  };
};
