import type { Command, Observation, Seconds } from "../contract/robot.ts";
import { handsTowards } from "./hands.ts";
import type { Limit } from "./limits.ts";
import type { Motion } from "./motion.ts";
import { moveTowards, standing } from "./move.ts";
import type { Room } from "./separation.ts";
import type { Rules } from "./settings.ts";
import type { Guarded, GuardState } from "./state.ts";

/** What a step knows beside its state. */
export interface Moment {
  readonly observation: Observation;
  readonly room: Room;
  readonly dt: Seconds;
  readonly limits: Set<Limit>;
}

/** Arms that gave way, or followed a spring, are not where they were sent last: they go on from where they are. */
const startOf = ({ off }: Rules, { sent, stood, hands }: GuardState, target: Command | null): Motion => {
  const goesOn = hands.length > 0 && (target?.hands?.length ?? 0) > 0;
  return stood && !goesOn && !off.has("soft-return") ? stood : sent;
};

/** What may be sent now: towards the target, or braking where there is none. */
export const sending = (rules: Rules, state: GuardState, told: Command | null, moment: Moment): Guarded => {
  const { room, dt, limits, observation } = moment;
  const isRunningAway = isTooFast(rules, observation);
  if (isRunningAway) limits.add("speed");
  const target = told && isRunningAway ? positionOnly(told) : told;
  const from = { ...state, sent: startOf(rules, state, target) };
  const { sent, base } = target
    ? moveTowards(rules, from, target, room, dt, limits)
    : standing(rules, from, room, dt, limits);
  const hands = handsTowards(rules, state.hands, target?.hands ?? [], { observation, room, base, dt, limits });
  const torque = target ? torqueOf(rules, target, limits) : undefined;
  const stiffness = isRunningAway ? 1 : stiffnessOf(rules, state.stiffness, target, dt, limits);
  const command: Command = {
    at: state.at,
    expires: rules.off.has("expiry") ? Number.POSITIVE_INFINITY : state.at + rules.watchdog,
    position: sent.position.slice(),
    base,
    stiffness,
    ...(torque ? { torque } : {}),
    ...(hands.length > 0 ? { hands } : {}),
  };
  return { state: { ...state, sent, base, stiffness, hands }, command, limits };
};

/** Without what drives a joint whatever its speed: torque and springs. */
const positionOnly = ({ torque: _torque, hands: _hands, ...told }: Command): Command => told;

/** A joint that is measured to run this much faster than it may is held: neither torque nor a spring drives it on. */
const runaway = 1.5;

const isTooFast = ({ features, off }: Rules, { joints: { velocity } }: Observation): boolean =>
  !off.has("speed-limit") && features.joints.some(({ speed }, i) => Math.abs(velocity[i] ?? 0) > speed * runaway);

const torqueOf = (rules: Rules, { torque }: Command, limits: Set<Limit>): Float64Array | undefined => {
  if (!torque || rules.off.has("torque-limit")) return torque;
  return torque.map((value, i) => {
    const most = (rules.features.joints[i]?.torque ?? 0) * rules.torqueShare;
    if (Math.abs(value) > most) limits.add("torque");
    return Math.min(Math.max(value, -most), most);
  });
};

/** Giving way is always allowed; getting stiff again takes its time. */
const stiffnessOf = (rules: Rules, before: number, target: Command | null, dt: Seconds, limits: Set<Limit>): number => {
  const wanted = Math.min(Math.max(target?.stiffness ?? 1, 0), 1);
  const most = rules.off.has("soft-return") ? 1 : before + rules.stiffening * dt;
  if (wanted > most) limits.add("stiffness");
  return Math.min(wanted, most);
};
