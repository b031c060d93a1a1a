import { useState } from "react";
import { type Setting, scales, speeds, USUAL_PX_PER_CM } from "./paper.ts";

const KEY = "sakiyomi.ctg-paper";
/** Between a projector and a phone that lies about its pixels. */
const PX_PER_CM = { least: 15, most: 120 } as const;
/** As most of the world reads it, and what a phone can show at a glance. */
const usual: Setting = { speed: 1, scale: 20, pxPerCm: USUAL_PX_PER_CM };

export function settingIn(kept: string | null): Setting {
  const read = readJson(kept);
  const pxPerCm = Number(read.pxPerCm);
  return {
    speed: speeds.find((speed) => speed === read.speed) ?? usual.speed,
    scale: scales.find((scale) => scale === read.scale) ?? usual.scale,
    pxPerCm: pxPerCm >= PX_PER_CM.least && pxPerCm <= PX_PER_CM.most ? pxPerCm : usual.pxPerCm,
  };
}

function readJson(kept: string | null): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(kept ?? "{}");
    return typeof read === "object" && read !== null ? (read as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** How this reader likes the paper; it stays on this device, as its screen does. */
export function usePaperSetting(): readonly [Setting, (change: Partial<Setting>) => void] {
  const [setting, set] = useState(() => settingIn(localStorage.getItem(KEY)));
  const change = (part: Partial<Setting>) => {
    const next = settingIn(JSON.stringify({ ...setting, ...part }));
    localStorage.setItem(KEY, JSON.stringify(next));
    set(next);
  };
  return [setting, change];
}
