import { useEffect, useRef } from "react";
import type { Scans } from "./codes/scan.ts";
import type { Checked } from "./use-check.ts";

/** From the picture or key that brought the newest code to the decision on the screen: `performance` has the figures. */
export function useMeasure(scans: Scans, checked: Checked | null): void {
  const measured = useRef<number | null>(null);
  useEffect(() => {
    const { at, items } = scans;
    if (checked === null || at === null || items.length === 0 || measured.current === at) return;
    measured.current = at;
    // Past the next frame it is drawn.
    requestAnimationFrame(() =>
      setTimeout(() => performance.measure("scan-to-decision", { start: at, end: performance.now() })),
    );
  }, [scans, checked]);
}
