import { useMemo } from "react";
import { useVoice, type Voice } from "../words/speak.tsx";
import type { NapChild } from "./shapes.ts";
import type { Tile } from "./tiles.ts";

const callKeys = [
  "front",
  "side",
  "disagrees",
  "no-movement",
  "no-breathing",
  "colour",
  "missed",
  "not-ended",
] as const;
type CallKey = (typeof callKeys)[number] | "other";

export interface NapWords {
  state(tile: Tile): string;
  sensor(child: NapChild): string;
  callKey(key: string): CallKey;
}

const lyings = ["supine", "left", "right", "prone", "sitting"] as const;

function sensorWords({ lies, breathing }: NapChild, { t }: Voice): string {
  if (lies === null) return "";
  const shown = lies.known && lies.what.type === "classes" ? Object.keys(lies.what.probabilities)[0] : undefined;
  const lying = lyings.find((one) => one === shown);
  if (lying === undefined)
    return !lies.known && lies.why.key === "no-sensor" ? t("nap.noSensor") : t("nap.sensorUnknown");
  const isSeen = breathing?.known && breathing.what.type === "classes" && "seen" in breathing.what.probabilities;
  return `${t(`nap.lies.${lying}`)}${isSeen ? ` · ${t("nap.moves")}` : ""}`;
}

const isCallKey = (key: string): key is (typeof callKeys)[number] => (callKeys as readonly string[]).includes(key);

export function useNapWords(): NapWords {
  const voice = useVoice();
  return useMemo(() => {
    const { t, clock } = voice;
    return {
      state({ state, lookedAt }) {
        if (state === "awake") return t("nap.awake");
        if (state === "late") return t("nap.late");
        return lookedAt === null ? t("nap.notLooked") : t("nap.looked", { clock: clock(lookedAt) });
      },
      sensor: (child) => sensorWords(child, voice),
      callKey: (key) => (isCallKey(key) ? key : "other"),
    };
  }, [voice]);
}
