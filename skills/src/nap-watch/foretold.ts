import { type Instant, type Prediction, SECOND, text, unknown } from "@sakiyomi/core";
import { isOff } from "./channel.ts";
import type { View } from "./judge.ts";
import type { Interval } from "./municipalities.ts";
import { saidOf } from "./rival.ts";
import type { Lies, Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { isForgotten, type Running } from "./wishes.ts";

export const VERSION = "1.1.0";
const model = `nap-watch/${VERSION}`;

type Predictions = Readonly<Record<"lies" | "breathing" | "next-look", Prediction>>;

export const noNap: Predictions = {
  lies: unknown("no-nap"),
  breathing: unknown("no-nap"),
  "next-look": unknown("no-nap"),
};

/** As the kind `posture` calls them. */
const codeOf: Readonly<Record<Lies, string>> = {
  ...{ back: "supine", front: "prone", left: "left", right: "right", side: "side", up: "sitting" },
};

const certain = (name: string, now: Instant, because: Parameters<typeof text>): Prediction => ({
  known: true,
  what: { type: "classes", probabilities: { [name]: 1 } },
  because: [text(...because)],
  validUntil: now + 10 * SECOND,
  model,
});

interface Due {
  readonly running: Running;
  readonly interval: Interval;
}

export function foretold(state: State, view: View, due: Due, settings: Settings, now: Instant): Predictions {
  return {
    lies: liesNow(state, view, due.running, now),
    breathing: breathes(view, settings, now),
    "next-look": nextLook(due, now),
  };
}

function liesNow({ channels }: State, { lying }: View, { from }: Running, now: Instant): Prediction {
  if (lying !== null) return certain(codeOf[lying.lies], now, ["shown-since", { sinceAt: lying.since }]);
  const here = channels.filter(({ heardAt }) => heardAt >= from);
  const last = Math.max(...here.map(({ heardAt }) => heardAt));
  const slip = here.find((channel) => channel.slip !== null)?.slip ?? null;
  if (here.length === 0) return unknown("no-sensor");
  if (now - last > 3 * SECOND) return unknown("sensor-silent", { sinceAt: last });
  if (slip !== null) return unknown("sensor-turned", { turnedAt: slip.at });
  const rival = here.find((channel) => channel.rival !== null && !isOff(channel))?.rival ?? null;
  if (rival !== null) return unknown(...saidOf(rival));
  return unknown(here.some(({ isDoubted }) => isDoubted) ? "sensor-doubted" : "mounting-unknown");
}

function breathes({ breathing }: View, { stillS }: Settings, now: Instant): Prediction {
  if (breathing === null) return unknown("movement-unknown");
  const since = breathing.since;
  const isSeen = now - since < (stillS * SECOND) / 2;
  return certain(isSeen ? "seen" : "not-seen", now, ["movement-until", { seenAt: since }]);
}

function nextLook({ running, interval }: Due, now: Instant): Prediction {
  const { slot, everyMin } = running;
  if (isForgotten(running, now)) return unknown("not-ended", { saidAt: running.saidAt });
  const assumed = interval.isAssumed ? [text("interval-assumed", { everyMin })] : [];
  return {
    known: true,
    what: { type: "time", at: slot.due, interval: { low: slot.due, high: slot.due, p: 1 } },
    because: [text("every", { everyMin, lastAt: slot.from }), ...assumed],
    validUntil: Math.max(slot.due, now) + 60 * SECOND,
    model,
  };
}
