/** Whether a sample at this rate (1/s) is due at a step, counted from the world's beginning: the first at step 0. */
export const isDue = (step: number, rate: number, dt: number): boolean =>
  step === 0 || Math.floor(step * dt * rate + tiny) > Math.floor((step - 1) * dt * rate + tiny);

/** For steps that fall on a sample's time but for rounding. */
const tiny = 1e-9;
