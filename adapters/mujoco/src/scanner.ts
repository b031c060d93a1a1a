import { type CodeSpot, type Codes, dataOfCode, purposeOf, scanner, type Vector3 } from "@sakiyomi/robot";
import { uniformFrom } from "./noise.ts";
import type { Physics } from "./physics.ts";
import { Sight } from "./sight.ts";

interface Seen {
  readonly name: string;
  /** From the middle of the view, rad. */
  readonly aside: number;
}

/**
 * The simulated code reader of the head: of the codes that are near enough, in its narrow view, not turned away and not
 * hidden, it reads the one nearest to the middle; at some samples nothing, and rarely with a wrong character.
 */
export class Scanner {
  readonly #sight: Sight;
  readonly #spots: readonly (CodeSpot & { readonly id: number })[];
  readonly #codes: Codes;
  readonly #chance: () => number;
  readonly #printed: ReadonlyMap<string, string | null>;

  /** `printed`: what each spot says, by its name; it may change meanwhile. A spot that is left out says its own name. */
  constructor(physics: Physics, codes: Codes, printed: ReadonlyMap<string, string | null>, seed: number) {
    this.#sight = new Sight(physics, scanner.link, scanner.at);
    this.#spots = codes.spots.map((spot) => ({ ...spot, id: physics.idOf("body", spot.body) }));
    this.#codes = codes;
    this.#printed = printed;
    this.#chance = uniformFrom(seed, purposeOf(scanner.reads));
  }

  readonly read = (): Float32Array => {
    const [seen] = this.#spots.flatMap((spot) => this.#look(spot)).sort((a, b) => a.aside - b.aside);
    // Drawn at each sample, seen or not: what is seen later does not depend on what was seen before.
    const [isMissed, isWrong, where, what] = [this.#chance(), this.#chance(), this.#chance(), this.#chance()];
    const code = seen === undefined ? null : this.#saidBy(seen.name);
    if (code === null || isMissed < this.#codes.noRead) return dataOfCode(null);
    return dataOfCode(isWrong < this.#codes.misread ? spoilt(code, where, what) : code);
  };

  close(): void {
    this.#sight.close();
  }

  #saidBy(name: string): string | null {
    const printed = this.#printed.get(name);
    return printed === undefined ? name : printed;
  }

  #look({ name, id, at, faces }: CodeSpot & { readonly id: number }): readonly Seen[] {
    const { eye, axis } = this.#sight;
    const place = this.#sight.placeOf(id, at);
    const way: Vector3 = [place[0] - eye[0], place[1] - eye[1], place[2] - eye[2]];
    const far = Math.hypot(...way);
    const aside = angle(axis, way);
    const tilt = Math.PI - angle(this.#sight.directionOf(id, faces), way);
    const isInReach = far >= scanner.nearest && far <= scanner.farthest && aside <= scanner.view;
    return isInReach && tilt <= scanner.tilt && this.#sight.isClear(place) ? [{ name, aside }] : [];
  }
}

const angle = (a: Vector3, b: Vector3): number => {
  const cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / (Math.hypot(...a) * Math.hypot(...b));
  return Math.acos(Math.min(1, Math.max(-1, cosine)));
};

/** One character is another digit. */
const spoilt = (code: string, where: number, what: number): string => {
  const at = Math.floor(where * code.length);
  const is = code[at];
  const digit = Math.floor(what * 10);
  return `${code.slice(0, at)}${String(digit) === is ? (digit + 1) % 10 : digit}${code.slice(at + 1)}`;
};
