import { clamp, FONT, LETTER, line, type Paper } from "./draw-sheet.ts";
import { STEP_MS } from "./grid-trace.ts";
import type { Marks, Span } from "./marks.ts";
import { BPM, yOfBpm } from "./paper.ts";

export function drawMarks(paper: Paper, marks: Marks): void {
  const { pen, layout, colours, from, to, x } = paper;
  drawBase(paper, marks);
  pen.font = `600 ${LETTER}px ${FONT}`;
  pen.textAlign = "center";
  pen.strokeStyle = pen.fillStyle = colours.ink;
  pen.lineWidth = 1.2;
  const top = layout.fhrTop + 4;
  for (const one of marks.accelerations) if (one.until > from && one.from < to) bracket(paper, one, top, 5, "▲");
  const low = layout.fhrTop + layout.fhrHeight - 4;
  for (const one of marks.decelerations)
    if (one.until > from && one.from < to) bracket(paper, one, low, -5, paper.short(one.kind));
  pen.strokeStyle = colours.faint;
  pen.beginPath();
  for (const one of marks.contractions)
    if (one.until > from && one.from < to) {
      const y = layout.tocoTop + layout.tocoHeight - 2;
      line(pen, x(one.from), y, x(one.until), y);
      line(pen, x(one.peakAt), y - 6, x(one.peakAt), y);
    }
  pen.lineWidth = 2;
  pen.stroke();
}

/** Opens towards the trace; its sign stands inside. */
function bracket({ pen, x }: Paper, { from, until }: Span, y: number, inward: number, sign: string): void {
  pen.beginPath();
  pen.moveTo(x(from), y + inward);
  pen.lineTo(x(from), y);
  pen.lineTo(x(until), y);
  pen.lineTo(x(until), y + inward);
  pen.stroke();
  pen.fillText(sign, (x(from) + x(until)) / 2, y + (inward > 0 ? LETTER + 3 : -5));
}

function drawBase({ pen, layout, colours, from, to, x }: Paper, { base, from: begins }: Marks): void {
  if (base === null) return;
  const first = Math.max(0, Math.floor((from - begins) / STEP_MS));
  const last = Math.min(base.length, Math.ceil((to - begins) / STEP_MS));
  pen.strokeStyle = colours.faint;
  pen.lineWidth = 1.2;
  pen.setLineDash([8, 4]);
  pen.beginPath();
  // It changes slowly: once a second is enough.
  for (let i = first; i < last; i += 4) {
    const bpm = base[i] as number;
    if (Number.isNaN(bpm)) continue;
    const y = yOfBpm(clamp(bpm, BPM.least, BPM.most), layout);
    if (i === first) pen.moveTo(x(begins + i * STEP_MS), y);
    else pen.lineTo(x(begins + i * STEP_MS), y);
  }
  pen.stroke();
  pen.setLineDash([]);
}
