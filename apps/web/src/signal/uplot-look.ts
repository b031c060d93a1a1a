import type uPlot from "uplot";

/** The colours of the look, read from the tokens, so that a plot follows dark and light. */
export function tokens(of: Element) {
  const style = getComputedStyle(of);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: token("--ink"),
    faint: token("--ink-2"),
    line: token("--line"),
    ahead: token("--ahead"),
    band: token("--band"),
  };
}

const font = '12px system-ui, "Noto Sans", sans-serif';

export function axesOf(
  colours: ReturnType<typeof tokens>,
  times: (seconds: readonly number[]) => string[],
): uPlot.Axis[] {
  const grid = { stroke: colours.line, width: 1 };
  return [
    {
      stroke: colours.faint,
      font,
      grid,
      ticks: { show: false },
      size: 26,
      gap: 4,
      space: 80,
      values: (_plot, seconds) => times(seconds),
    },
    { stroke: colours.faint, font, grid, ticks: { show: false }, size: 46, gap: 4 },
  ];
}
