import type { Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { RemoteRobot } from "./thread.ts";

/** Waits before the second, third, ... try, s. */
const waits: readonly Seconds[] = [0, 0.5, 1, 2, 5];

const isLost = (error: unknown): boolean => error instanceof RobotFault && error.code === "lost";

/**
 * A robot whose adapter may crash: it is started again, at growing intervals, while whoever asks is told that it is gone.
 * The robot's own side has braked by then, since no command reached it.
 */
export const steadyRobot = async (open: () => Promise<RemoteRobot>, now: () => Seconds): Promise<RemoteRobot> => {
  let robot: RemoteRobot | null = await open();
  const first = robot;
  let [tries, nextAt, isOpening, isClosed] = [0, 0, false, false];
  const reopen = async (): Promise<void> => {
    isOpening = true;
    tries += 1;
    try {
      const fresh = await open();
      if (isClosed) await fresh.close();
      else robot = fresh;
    } catch {
      // The next try tells whoever asks; the one after comes later.
      nextAt = now() + (waits[Math.min(tries, waits.length - 1)] ?? 5);
    } finally {
      isOpening = false;
    }
  };
  const lose = (error: unknown): never => {
    if (isLost(error)) {
      robot = null;
      nextAt = now() + (waits[Math.min(tries, waits.length - 1)] ?? 5);
    }
    throw error;
  };
  const current = (): RemoteRobot => {
    if (robot) return robot;
    if (!isOpening && !isClosed && now() >= nextAt) void reopen();
    throw new RobotFault(
      "lost",
      `The robot's adapter is gone; start ${tries + 1} of it is under way.`,
      "Wait, or stop.",
    );
  };
  return {
    features: first.features,
    scene: first.scene,
    open: async () => {},
    observe: async () => {
      const observation = await current().observe().catch(lose);
      tries = 0;
      return observation;
    },
    act: async (command) => current().act(command).catch(lose),
    stop: async (reason) => current().stop(reason).catch(lose),
    ask: async (what, given) => current().ask(what, given).catch(lose),
    close: async () => {
      isClosed = true;
      await robot?.close();
    },
  };
};
