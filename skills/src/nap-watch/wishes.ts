import { DAY, HOUR, type Instant, type Level, MINUTE, SECOND, type Text, text, type Wish } from "@sakiyomi/core";
import { type Channel, isSilent } from "./channel.ts";
import type { View } from "./judge.ts";
import type { Slot } from "./looks.ts";
import { saidOf } from "./rival.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";

/** What is due of one nap. */
export interface Running {
  readonly from: Instant;
  readonly slot: Slot;
  readonly everyMin: number;
  /** The last time that anybody said anything about this nap. */
  readonly saidAt: Instant;
}

const tell = (key: string, level: Level, said: Text): Wish => ({ do: "tell", key, level, text: said });

/** Nobody has said a word for so long: the end of the nap was forgotten. Project's choice; an interval is at most 30 min. */
const FORGOTTEN_MS = 2 * HOUR;
export const isForgotten = ({ saidAt }: Running, now: Instant): boolean => now - saidAt > FORGOTTEN_MS;
/** And so much later it is asked for no more. */
export const isGivenUp = ({ saidAt }: Running, now: Instant): boolean => now - saidAt > DAY;

/** Everything that holds now for a child that sleeps. */
export function wishesOf(
  state: State,
  view: View,
  running: Running,
  settings: Settings,
  now: Instant,
): readonly Wish[] {
  if (isGivenUp(running, now)) return [];
  return [
    ...aboutPosture(state),
    ...aboutBreathing(state, view),
    ...aboutLooks(running, settings, now),
    ...aboutSensor(state, running, settings, now),
    ...aboutWaking(state, now),
  ];
}

function aboutPosture({ unsafe }: State): readonly Wish[] {
  if (unsafe === null) return [];
  const { lies, since, by, against } = unsafe;
  if (against !== null)
    return [tell("disagrees", "high", text("disagrees", { tappedAt: against, posture: `lies.${lies}` }))];
  const isFront = lies === "front";
  return [
    tell(
      isFront ? "front" : "side",
      isFront ? "high" : "medium",
      text(`${isFront ? "front" : "side"}-${by}`, { sinceAt: since }),
    ),
  ];
}

function aboutBreathing({ still }: State, { look }: View): readonly Wish[] {
  const wishes: Wish[] = [];
  if (still !== null) wishes.push(tell("no-movement", "high", text("no-movement", { sinceAt: still.since })));
  if (look?.breathing === "not-seen")
    wishes.push(tell("no-breathing", "high", text("no-breathing", { tappedAt: look.at })));
  if (look?.colour === "poor") wishes.push(tell("colour", "high", text("colour", { tappedAt: look.at })));
  return wishes;
}

function aboutLooks(running: Running, { remindS, graceS }: Settings, now: Instant): readonly Wish[] {
  const { slot, everyMin, saidAt } = running;
  if (isForgotten(running, now)) return [tell("not-ended", "medium", text("not-ended", { saidAt }))];
  const wishes: Wish[] = [];
  if (now >= slot.due - remindS * SECOND)
    wishes.push({
      do: "task",
      key: `look-${slot.due}`,
      text: text("look", { dueAt: slot.due }),
      due: slot.due,
      role: "teacher",
    });
  if (now >= slot.due + graceS * SECOND) {
    // One look left out may be caught up; where two are, nobody is in the room.
    const level = now >= slot.due + everyMin * MINUTE ? "high" : "medium";
    wishes.push(tell("missed", level, text("missed", { dueAt: slot.due, lastAt: slot.from })));
  }
  return wishes;
}

function aboutSensor(
  { channels, mutedAt }: State,
  { from }: Running,
  settings: Settings,
  now: Instant,
): readonly Wish[] {
  const here = channels.filter(({ heardAt }) => heardAt >= from);
  const silent = here.filter((channel) => isSilent(channel, settings, now));
  if (here.length === 0) return [];
  if (silent.length === here.length) return [tell("sensor", "low", text("sensor-silent", { sinceAt: lastOf(silent) }))];
  if (mutedAt !== null) return [tell("sensor", "low", text("sensor-still", { tappedAt: mutedAt }))];
  const slip = here.find((channel) => channel.slip !== null)?.slip ?? null;
  if (slip !== null) return [tell("sensor", "low", text("sensor-turned", { turnedAt: slip.at }))];
  const rival = here.find((channel) => channel.rival !== null)?.rival ?? null;
  if (rival !== null) return [tell("sensor", "low", text(...saidOf(rival)))];
  return here.some(({ isDoubted }) => isDoubted) ? [tell("sensor", "low", text("sensor-doubted"))] : [];
}

const lastOf = (channels: readonly Channel[]): Instant => Math.max(...channels.map(({ heardAt }) => heardAt));

/** A child that is awake sleeps no more: then the nap is to be ended, or it goes on being looked at. Project's choice. */
const AWAKE_MS = 10 * MINUTE;

function aboutWaking({ awakeSince }: State, now: Instant): readonly Wish[] {
  if (awakeSince === null || now - awakeSince < AWAKE_MS || now - awakeSince > HOUR) return [];
  const due = awakeSince + AWAKE_MS;
  return [{ do: "task", key: "awake", text: text("awake", { sinceAt: awakeSince }), due, role: "teacher" }];
}
