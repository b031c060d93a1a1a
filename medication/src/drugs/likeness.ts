/** Letters that are heard alike: small and large, unvoiced and voiced. */
const heard =
  "ァア ィイ ゥウ ェエ ォオ ッツ ャヤ ュユ ョヨ ヮワ ガカ ギキ グク ゲケ ゴコ ザサ ジシ ズス ゼセ ゾソ ダタ ヂチ ヅツ デテ ドト バハ ビヒ ブフ ベヘ ボホ パハ ピヒ プフ ペヘ ポホ バパ ビピ ブプ ベペ ボポ ジヂ ズヅ ヴブ ヴウ";
/** Letters that look alike in print and by hand. */
const seen =
  "シツ ソン ンリ ソリ ノソ ロコ コユ クワ クタ ワウ ウフ フワ ヌス マム マア ナメ ナチ テチ チキ ルレ レノ セヤ ケク ラフ ユヨ ヘハ トイ ニー ロ口 カ力 ニ二 エ工 タ夕 ハ八 ト卜";

const near = new Set(`${heard} ${seen}`.split(" ").flatMap((pair) => [pair, [...pair].reverse().join("")]));

/** Half-way between the same letter and another one. */
const NEAR = 0.4;
/** A long vowel or a small ッ is easily read over. */
const LIGHT = 0.5;

const swap = (one: string, other: string): number => (one === other ? 0 : near.has(one + other) ? NEAR : 1);
const gap = (letter: string): number => (letter === "ー" || letter === "ッ" ? LIGHT : 1);

/** Three rows of the table of distances, used again for every pair: millions of them are compared for a report. */
type Rows = readonly [before: Float64Array, row: Float64Array, next: Float64Array];
const rowsOf = (length: number): Rows => [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
let rows = rowsOf(64);

/**
 * How many letters have to be changed, left out, put in or swapped with their neighbour to make one name of the other; those
 * that are seen or heard alike count less. Stops when it is certain to be more than `most`, and says infinity.
 */
export function edits(one: string, other: string, most: number = Number.POSITIVE_INFINITY): number {
  if (other.length >= rows[0].length) rows = rowsOf(other.length * 2);
  let [before, row, next] = rows;
  let least = 0;
  row[0] = 0;
  for (let j = 1; j <= other.length; j++) row[j] = (row[j - 1] ?? 0) + gap(other.charAt(j - 1));
  for (let i = 1; i <= one.length; i++) {
    const leastBefore = least;
    least = fill({ one, other, i, before, row, next });
    if (least > most && leastBefore > most) return Number.POSITIVE_INFINITY;
    [before, row, next] = [row, next, before];
  }
  return row[other.length] ?? 0;
}

interface Step {
  readonly one: string;
  readonly other: string;
  readonly i: number;
  readonly before: Float64Array;
  readonly row: Float64Array;
  readonly next: Float64Array;
}

/** Fills the next row and gives its least number. */
function fill({ one, other, i, before, row, next }: Step): number {
  const letter = one.charAt(i - 1);
  const left = gap(letter);
  let last = (row[0] ?? 0) + left;
  let least = last;
  next[0] = last;
  for (let j = 1; j <= other.length; j++) {
    const there = other.charAt(j - 1);
    const changed = (row[j - 1] ?? 0) + swap(letter, there);
    last = Math.min(changed, (row[j] ?? 0) + left, last + gap(there));
    if (i > 1 && j > 1 && letter === other.charAt(j - 2) && one.charAt(i - 2) === there)
      last = Math.min(last, (before[j - 2] ?? 0) + 1);
    next[j] = last;
    if (last < least) least = last;
  }
  return least;
}

/** Letters alike from the start, at most `most`. */
function atHead(one: string, other: string, most: number): number {
  let alike = 0;
  while (alike < most && one[alike] === other[alike]) alike++;
  return alike;
}
/** From the end. */
export function atTail(one: string, other: string, most: number): number {
  let alike = 0;
  while (alike < most && one[one.length - 1 - alike] === other[other.length - 1 - alike]) alike++;
  return alike;
}

/**
 * What counts, of 1. The whole name most; then its first letters, and less so its last ones. More than three alike are no
 * closer: orders are searched by three letters, and names that share them are what is taken for each other (MHLW 2003;
 * JQ 薬局ヒヤリ・ハット 2009). Head and tail before the middle: Ohtani et al., Yakugaku Zasshi 126:349, 2006.
 */
const WEIGHT = { whole: 0.6, head: 0.25, tail: 0.15 } as const;
const ENDS = 3;

export interface Comparing {
  /** Below it, any number below it may be said instead. */
  readonly from: number;
  /** Endings that many names share, "マイシン", say little about which name it is, and count nothing. */
  readonly isCommonEnd: (end: string) => boolean;
}

/** 0 to 1; 1 is the same name. */
export function likeness(one: string, other: string, { from, isCommonEnd }: Comparing): number {
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (shorter === 0) return 0;
  if (one === other) return 1;
  const head = atHead(one, other, Math.min(shorter, ENDS));
  const tail = atTail(one, other, Math.min(shorter - head, ENDS));
  const isWorth = tail > 0 && !isCommonEnd(one.slice(-ENDS)) && !isCommonEnd(other.slice(-ENDS));
  const ends = (WEIGHT.head * head + (isWorth ? WEIGHT.tail * tail : 0)) / ENDS;
  const most = longer * (1 - (from - ends) / WEIGHT.whole);
  if (most < LIGHT * (longer - shorter)) return 0;
  const whole = Math.max(0, 1 - edits(one, other, most) / longer);
  return WEIGHT.whole * whole + ends;
}
