/** The first gamepad that is connected, as it is now. */
export const firstPad = (): Gamepad | null => navigator.getGamepads?.().find((pad) => pad?.connected) ?? null;

/** Weaker than this is not worth a shake. */
const least = 0.05;

/** The leader's hand is shaken by what the follower meets: 0 to 1. */
export function shake(strength: number): void {
  const motor = firstPad()?.vibrationActuator;
  if (!motor || strength < least) return;
  const magnitude = Math.min(1, strength);
  motor
    .playEffect("dual-rumble", { duration: 60, strongMagnitude: magnitude, weakMagnitude: magnitude / 2 })
    .catch(() => undefined);
}
