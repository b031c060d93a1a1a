const lookPeriod = 250;

/** Calls back four times a second, for who waits for time to pass. Gives back how to stop. */
export const ticking = (look: () => void): (() => void) => {
  const timer = setInterval(look, lookPeriod);
  timer.unref();
  return () => clearInterval(timer);
};
