import { type Instant, type Prediction, type Text, text, unknown } from "@sakiyomi/core";
import { chanceOfRising } from "./bed.ts";
import { frontKnown, upOf } from "./body.ts";
import { directionOf, meanOf } from "./frames.ts";
import { isClipped, SILENT_MS, unheard, unheardPosture } from "./judged.ts";
import { sideOf } from "./mounting.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { measuredUntil } from "./stream.ts";
import { riskOf } from "./wishes.ts";

const VERSION = "1.0.0";
export const model = `fall/${VERSION}`;
export { VERSION };

type Names = "fall" | "posture" | "rise";

export const predictionsOf = (state: State, settings: Settings, now: Instant): Readonly<Record<Names, Prediction>> => ({
  fall: fallNow(state, now),
  posture: postureNow(state, settings, now),
  rise: riseNow(state, settings, now),
});

const classes = (
  probabilities: Readonly<Record<string, number>>,
  because: readonly Text[],
  state: State,
  now: Instant,
): Prediction => ({
  known: true,
  what: { type: "classes", probabilities },
  because,
  validUntil: Math.max(now, Math.floor(state.stream ? measuredUntil(state.stream) : now)) + SILENT_MS,
  model,
});

function fallNow(state: State, now: Instant): Prediction {
  const down = state.body.fallen.filter(({ gotUpAt }) => gotUpAt === null);
  const why = unheard(state, now);
  if (why !== null) return unknown(why.key, why.values);
  const sure = down.find(({ how }) => how === "sure" || how === "told");
  if (sure) return classes({ fallen: 1 }, [text(`fell-${sure.how}`, { fellAt: sure.at })], state, now);
  const [soft] = down;
  if (soft) return unknown(`fell-${soft.how}`, { fellAt: soft.at });
  const clipped = isClipped(state, now) ? [text("clipped")] : [];
  return classes({ "no-fall": 1 }, [text("no-fall-seen"), ...clipped], state, now);
}

function postureNow(state: State, settings: Settings, now: Instant): Prediction {
  const why = unheardPosture(state, settings, now);
  if (why !== null) return unknown(why.key, why.values);
  const { is, tilt } = state.body.posture;
  const because = [
    text("tilt", { degrees: tilt }),
    text(settings.up === "learn" ? "up-learnt" : "up-given"),
    ...(is === "lying" && lyingSide(state, settings) === null ? [text("front-unknown")] : []),
  ];
  if (is === "upright")
    return classes({ sitting: 0.5, standing: 0.5 }, [text("sits-or-stands"), ...because], state, now);
  const name = is === "lying" ? (lyingSide(state, settings) ?? "lying") : is;
  return classes({ [name]: 1 }, because, state, now);
}

/** How the person lies; null where the front is not known. */
export function lyingSide({ body, stream }: State, settings: Settings): ReturnType<typeof sideOf> | null {
  const [up, front] = [upOf(body, settings), frontKnown(body, settings)];
  const mean = stream && meanOf(stream.frames, 0, 10);
  const way = mean && directionOf(mean);
  return up && front && way ? sideOf(way, up, front) : null;
}

/** Whether the person is about to get up. */
function riseNow(state: State, settings: Settings, now: Instant): Prediction {
  const { bed } = state.body;
  const chance = chanceOfRising(bed);
  if (chance === null) {
    const why = unheardPosture(state, settings, now);
    return why === null ? unknown(bed.stage === "in" ? "lies" : "not-in-bed") : unknown(why.key, why.values);
  }
  const why = state.mat !== null && bed.since === state.mat.at ? null : unheardPosture(state, settings, now);
  if (why !== null) return unknown(why.key, why.values);
  const p = Math.round(chance.p * 100) / 100;
  const risk = text(`risk-${riskOf(state, settings, now)}`);
  const stage = text(bed.stage === "edge" ? "because-edge" : "because-sits-up", { times: chance.times });
  return classes({ rises: p, stays: Math.round((1 - p) * 100) / 100 }, [stage, risk], state, now);
}
