/** Where a code is stuck on, in the frame of its body. */
export interface CodeSpot {
  /** "label" */
  readonly name: string;
  readonly body: string;
  readonly at: readonly [number, number, number];
  /** Unit vector out of the printed side. */
  readonly faces: readonly [number, number, number];
}

/** Codes of a world, and what a reader makes of them. */
export interface Codes {
  readonly spots: readonly CodeSpot[];
  /** Of a sample in which a code is in sight: the share in which nothing is read, and in which one character is wrong. */
  readonly noRead: number;
  readonly misread: number;
}

/** Somebody who takes what stands before them. */
export interface Drinker {
  readonly cup: string;
  /** The mark on which the cup has to stand. */
  readonly before: string;
  readonly mouth: { readonly body: string; readonly at: readonly [number, number, number] };
  /** From the moment on which the cup stands there, and nobody else holds it, s; and how long it is at the mouth. */
  readonly after: number;
  readonly lasts: number;
}

/** What a person does in a simulated room: prints other codes, lets the sitter take the medicine or not. */
export interface Arrangement {
  /** By the name of the spot; null: torn, or not there. */
  readonly codes?: Readonly<Record<string, string | null>>;
  readonly takes?: boolean;
}
