/**
 * How a body (a simulation, or any robot) is served to another process: over TCP on the loopback interface, so that a
 * ROS 1 node in Python or an RT component in C++ can wrap it. Nothing is encrypted or authorised: never beyond loopback.
 *
 * A frame is a uint32 (little-endian): the number of bytes that follow, a multiple of 8, at most 1 MiB; then that many
 * bytes as float64 (little-endian). Each request has one reply, in the order of the requests. J is the number of joints,
 * in the order of `features.joints` (op 5 tells it, op 6 their names). NaN stands for what there is not.
 *
 *     op  request                                   reply
 *     0   [0]                     observe           observation
 *     1   [1, command…]           act               [0, now, the command that was really sent…]
 *     2   [2, dt, command…]       act, let dt pass  observation after it
 *     3   [3, seed]               begin anew        observation
 *     4   [4]                     stop              [0, now]
 *     5   [5]                     features, short   [0, now, rate, is it in lockstep? 1 or 0, J, S (number of sensors),
 *                                                    base speed, turn, acceleration (NaN: it stands), then for each
 *                                                    joint: lowest, highest, speed, acceleration, torque]
 *     6   [6]                     features, whole   [0, now, n, then n bytes of UTF-8: JSON of RobotFeatures, filled up
 *                                                    with zero bytes to a multiple of 8]
 *     7   [7, dt]                 let dt pass       observation after it
 *     8   [8]                     samples           [0, now, count, then for each: index into features.sensors, at,
 *                                                    n, n values]; those with more than 64 values (pictures) are left out
 *
 *     command      at, expires, stiffness (NaN: 1), base forward, sideways, turn (NaN: it stands), position × J;
 *                  and, where they are wanted: velocity × J, torque × J (each NaN throughout: none), H, then for each of
 *                  H hands: link, x, y, z, qw, qx, qy, qz, stiffness, turning, force, push x, y, z (NaN: none).
 *                  The command may end after position, after velocity, or after torque.
 *     observation  [0, now, joints.at, position × J, velocity × J, torque × J,
 *                   base.at, x, y, yaw, forward, sideways, turn (NaN where there is none),
 *                   nearest person: at, distance (NaN: not known),
 *                   C, then for each of C contacts: index into `regions` (below; -1: unknown), force in N]
 *     refusal      [status ≠ 0, now, n, then n bytes of UTF-8 that say why, filled up with zero bytes]
 *
 * Times are seconds of the body's own clock, which `now` tells in each reply. A peer without that clock sends NaN for
 * `at`: then `at` is when the command arrives and `expires` counts from there (0.05: for 50 ms). That makes a command
 * fresh again that lay in a buffer on its way: a peer that can know the time says it.
 *
 * In lockstep time passes only by ops 2 and 7. A body that runs freely refuses op 7, and op 2 acts and observes at once.
 * The body keeps the expiry in both: when commands stop coming it brakes, within 100 ms of the last one's end.
 */
import { regions } from "@sakiyomi/robot";

export const ops = {
  observe: 0,
  act: 1,
  step: 2,
  reset: 3,
  stop: 4,
  features: 5,
  wholeFeatures: 6,
  advance: 7,
  samples: 8,
} as const;

/** First number of each reply. */
export const statuses = {
  done: 0,
  /** The robot is not open, or has a fault. */
  refused: 1,
  unknownOp: 2,
  malformed: 3,
} as const;

/** In the order in which contacts name them by index. */
export const regionIndex = (region: string): number => (regions as readonly string[]).indexOf(region);
export const regionAt = (index: number): string => regions[index] ?? "unknown";

/** Largest frame, bytes. */
export const longestFrame = 2 ** 20;
/** Samples with more values are not sent. */
export const longestSample = 64;
