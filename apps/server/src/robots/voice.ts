/** Shows and speaks words, for whoever asked; gives back on how many open pages. */
export type Mouth = (words: string, by: string) => number;

/** A robot's voice: between whoever has it say something and the pages that show and speak it. */
export class RobotVoice {
  readonly #mouths = new Set<Mouth>();

  /** Gives back how to stop. */
  onSaid(mouth: Mouth): () => void {
    this.#mouths.add(mouth);
    return () => void this.#mouths.delete(mouth);
  }

  /** On so many pages. Throws where nobody has one open: what nobody can hear was not said. */
  say(words: string, by: string): number {
    const pages = [...this.#mouths].reduce((sum, mouth) => sum + mouth(words, by), 0);
    if (pages === 0) throw new Error("no page of the robot is open, on which it could speak");
    return pages;
  }
}
