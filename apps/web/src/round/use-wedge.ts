import { useEffect, useRef } from "react";
import { noKeys, wedge, wedgeDefaults } from "./codes/wedge.ts";

const FNC1_KEY = "sakiyomi.fnc1";
/** What this phone's scanner types for FNC1, where it was set. */
export const wedgeFnc1 = (): string | null => localStorage.getItem(FNC1_KEY);
export function setWedgeFnc1(typed: string): void {
  if (typed === "") localStorage.removeItem(FNC1_KEY);
  else localStorage.setItem(FNC1_KEY, typed);
}

/** false: this view is about to make room for another, and the code is for that one. */
type Hear = (code: string, at: number) => boolean;

/** A code that comes while the next view is still being drawn is not lost: whoever listens next gets it, within 5 s. */
const WAITS_MS = 5_000;
let listener: Hear | null = null;
let early: { readonly code: string; readonly at: number }[] = [];

function deliver(code: string, at: number): void {
  if (listener?.(code, at) !== true) early.push({ code, at });
}

/** Takes what a hand scanner types out of the keys, wherever the focus is, before any button or field gets it. */
export function useWedgeSource(): void {
  useEffect(() => {
    let state = noKeys;
    const press = (event: KeyboardEvent) => {
      const { key, code, ctrlKey: ctrl, shiftKey: shift } = event;
      const settings = { ...wedgeDefaults, fnc1: wedgeFnc1() };
      const step = wedge(state, { key, code, ctrl, shift, at: event.timeStamp }, settings);
      state = step.state;
      if (step.isTaken) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if (step.code !== null) deliver(step.code, event.timeStamp);
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, []);
}

/** Hears the codes of a hand scanner, one at a time. */
export function useWedge(hear: Hear): void {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    const mine: Hear = (code, at) => latest.current(code, at);
    listener = mine;
    const waiting = early.filter(({ at }) => performance.now() - at < WAITS_MS);
    early = [];
    // One a turn: what a code changes has to be drawn before the next one is heard.
    waiting.forEach(({ code, at }, i) => {
      setTimeout(() => deliver(code, at), i * 30);
    });
    return () => {
      if (listener === mine) listener = null;
    };
  }, []);
}
