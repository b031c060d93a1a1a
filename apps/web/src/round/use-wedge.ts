import { useEffect, useRef } from "react";
import { noKeys, wedge, wedgeDefaults } from "./codes/wedge.ts";

const FNC1_KEY = "sakiyomi.fnc1";
/** What this phone's scanner types for FNC1, where it was set. */
export const wedgeFnc1 = (): string | null => localStorage.getItem(FNC1_KEY);
export function setWedgeFnc1(typed: string): void {
  if (typed === "") localStorage.removeItem(FNC1_KEY);
  else localStorage.setItem(FNC1_KEY, typed);
}

/** Listens to a hand scanner wherever the focus is, before any button or field does. */
export function useWedge(hear: (code: string, at: number) => void): void {
  const latest = useRef(hear);
  latest.current = hear;
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
      if (step.code !== null) latest.current(step.code, event.timeStamp);
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, []);
}
