/** Shows and speaks words, for whoever asked; gives back on how many open pages. */
export type Mouth = (words: string, by: string, isQuestion: boolean) => number;

/** Hears what somebody answers. */
export type Ear = (words: string, by: string) => void;

/** A robot's voice: between whoever has it say something and the pages that show and speak it; and back, what is answered. */
export class RobotVoice {
  readonly #mouths = new Set<Mouth>();
  readonly #ears = new Set<Ear>();

  /** Gives back how to stop. */
  onSaid(mouth: Mouth): () => void {
    this.#mouths.add(mouth);
    return () => void this.#mouths.delete(mouth);
  }

  /** On so many pages. Throws where nobody has one open: what nobody can hear was not said. */
  say(words: string, by: string, isQuestion = false): number {
    const pages = [...this.#mouths].reduce((sum, mouth) => sum + mouth(words, by, isQuestion), 0);
    if (pages === 0) throw new Error("no page of the robot is open, on which it could speak");
    return pages;
  }

  /** Gives back how to stop. */
  onHeard(ear: Ear): () => void {
    this.#ears.add(ear);
    return () => void this.#ears.delete(ear);
  }

  /** What was answered: on a page of the robot, or by whatever turns a microphone's sound into words. */
  hear(words: string, by: string): void {
    for (const ear of this.#ears) ear(words, by);
  }
}
