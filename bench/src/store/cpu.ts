import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU time in hundredths of a second (`getconf CLK_TCK` is 100 on every architecture that Node runs on). */
const TICK_MS = 10;

interface Line {
  readonly parent: number;
  readonly ms: number;
}

/** CPU time of a process and all below it, ms; with that of children that have ended. From /proc/…/stat, proc(5). */
export function cpuOfTree(root: number): number {
  const lines = new Map<number, Line>();
  for (const name of readdirSync("/proc")) if (/^\d+$/.test(name)) add(lines, Number(name));
  let ms = 0;
  for (const [pid, line] of lines) if (isBelow(lines, pid, root)) ms += line.ms;
  return ms;
}

function add(lines: Map<number, Line>, pid: number): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces; the fields after it are counted from 3.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, times] = [fields[1], fields.slice(11, 15)];
    lines.set(pid, { parent, ms: times.reduce((sum, ticks) => sum + ticks, 0) * TICK_MS });
  } catch {
    // It ended between the two looks.
  }
}

function isBelow(lines: ReadonlyMap<number, Line>, pid: number, root: number): boolean {
  for (let at = pid; at > 1; at = lines.get(at)?.parent ?? 0) if (at === root) return true;
  return false;
}
