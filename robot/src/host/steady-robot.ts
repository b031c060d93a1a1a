import type { Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import { stopEars } from "./stop-ears.ts";
import type { RemoteRobot } from "./thread.ts";

/** Waits before the second, third, ... try, s. */
const waits: readonly Seconds[] = [0, 0.5, 1, 2, 5];

/** Observations in a row that came too late, after which the adapter hangs: some 15 s at 50 ms each. */
const mostLate = 300;

const waitAfter = (tries: number): Seconds => waits[Math.min(tries, waits.length - 1)] ?? 5;

const isCoded = (error: unknown, code: string): boolean => error instanceof RobotFault && error.code === code;

const gone = (start: number): never => {
  throw new RobotFault("lost", `The robot's adapter is gone; start ${start} of it is under way.`, "Wait, or stop.");
};

/**
 * A robot whose adapter may crash or hang: it is started again, at growing intervals, while whoever asks is told that it is gone.
 * The robot's own side has braked by then, since no command reached it.
 */
export const steadyRobot = async (open: () => Promise<RemoteRobot>, now: () => Seconds): Promise<RemoteRobot> => {
  let robot: RemoteRobot | null = await open();
  const about = { features: robot.features, scene: robot.scene };
  const ears = stopEars();
  ears.heed(robot);
  let [tries, late, nextAt, isOpening, isClosed] = [0, 0, 0, false, false];
  const reopen = async (): Promise<void> => {
    isOpening = true;
    tries += 1;
    try {
      const fresh = await open();
      ears.heed(fresh);
      if (isClosed) await fresh.close();
      else robot = fresh;
    } catch {
      // The next try tells whoever asks; the one after comes later.
      nextAt = now() + waitAfter(tries);
    } finally {
      isOpening = false;
    }
  };
  const lose = (error: unknown): never => {
    if (isCoded(error, "late")) late += 1;
    const isHung = late >= mostLate && robot !== null;
    // What hangs is ended: two adapters must not have one robot.
    if (isHung) void robot?.close().catch(() => {});
    if (isHung || isCoded(error, "lost")) {
      [robot, late] = [null, 0];
      nextAt = now() + waitAfter(tries);
    }
    throw error;
  };
  const current = (): RemoteRobot => {
    if (!robot && !isOpening && !isClosed && now() >= nextAt) void reopen();
    return robot ?? gone(tries + 1);
  };
  return {
    ...about,
    onStopAsked: ears.listen,
    open: async () => {},
    observe: async () => {
      const observation = await current().observe().catch(lose);
      [tries, late] = [0, 0];
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
