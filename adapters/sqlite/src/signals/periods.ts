import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "@sakiyomi/core";
import { Period } from "./period.ts";
import { periodFile, periodOfFile, periodSpan } from "./period-schema.ts";

/** The files of a folder, opened when they are first needed. */
export class Periods {
  readonly dir: string;
  readonly readOnly: boolean;
  readonly #open = new Map<string, Period>();
  #names: Set<string>;

  constructor(dir: string, readOnly: boolean) {
    this.dir = dir;
    this.readOnly = readOnly;
    this.#names = new Set(periodsIn(dir));
  }

  /** Oldest first. */
  names(): string[] {
    return [...this.#names].sort();
  }

  /** What another thread says is there now; files that went are closed. */
  follow(names: readonly string[]): void {
    this.#names = new Set(names);
    for (const [name, period] of this.#open)
      if (!this.#names.has(name)) {
        period.close();
        this.#open.delete(name);
      }
  }

  /** Makes the file where there is none yet. */
  get(name: string): Period {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const period = new Period(name, join(this.dir, periodFile(name)), this.readOnly);
    this.#open.set(name, period);
    this.#names.add(name);
    return period;
  }

  /** Those that may hold something of [from, to], oldest first; a block may reach into the next period. */
  touching(from: Instant, to: Instant): Period[] {
    const names = this.names();
    const later = names.filter((name) => periodSpan(name)[1] > from);
    const before = names[names.length - later.length - 1];
    const wanted = [...(before === undefined ? [] : [before]), ...later];
    return wanted.filter((name) => periodSpan(name)[0] <= to).map((name) => this.get(name));
  }

  all(): Period[] {
    return this.names().map((name) => this.get(name));
  }

  /** Unlinks a period: it cannot be read again. */
  drop(name: string): void {
    this.#forget(name);
    for (const end of ["", "-wal", "-shm"]) rmSync(join(this.dir, periodFile(name) + end), { force: true });
  }

  /** Moves a damaged file out of the way; returns its new path. */
  setAside(name: string): string {
    this.#forget(name);
    return setAside(join(this.dir, periodFile(name)));
  }

  close(): void {
    for (const period of this.#open.values()) period.close();
    this.#open.clear();
  }

  #forget(name: string): void {
    this.#open.get(name)?.close();
    this.#open.delete(name);
    this.#names.delete(name);
  }
}

const periodsIn = (dir: string): string[] =>
  readdirSync(dir)
    .map(periodOfFile)
    .filter((name) => name !== null);

/** `x.db` becomes `x.db.corrupt-1`, its write-ahead log with it. */
export function setAside(path: string): string {
  let n = 1;
  while (existsSync(`${path}.corrupt-${n}`)) n += 1;
  const aside = `${path}.corrupt-${n}`;
  for (const end of ["", "-wal", "-shm"]) if (existsSync(path + end)) renameSync(path + end, aside + end);
  return aside;
}
