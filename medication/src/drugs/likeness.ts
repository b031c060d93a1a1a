/** Pairs of letters that are heard alike: small and large, voiced and unvoiced. */
const heardPairs =
  "ァア ィイ ゥウ ェエ ォオ ッツ ャヤ ュユ ョヨ ヮワ ガカ ギキ グク ゲケ ゴコ ザサ ジシ ズス ゼセ ゾソ ダタ ヂチ ヅツ デテ ドト バハ ビヒ ブフ ベヘ ボホ パハ ピヒ プフ ペヘ ポホ バパ ビピ ブプ ベペ ボポ ジヂ ズヅ ヴブ ヴウ";
/** Pairs that look alike in print and by hand. */
const seenPairs =
  "シツ ソン ンリ ソリ ノソ ロコ コユ クワ クタ ワウ ウフ フワ ヌス マム マア ナメ ナチ テチ チキ ルレ レノ セヤ ケク ラフ ヲヨ ユヨ ヘハ トイ ニー";

const near = new Set(`${heardPairs} ${seenPairs}`.split(" ").flatMap((pair) => [pair, [...pair].reverse().join("")]));

/** What it costs to take one letter for the other, 0 to 1. */
const cost = (one: string, other: string): number => (one === other ? 0 : near.has(one + other) ? NEAR_COST : 1);
const NEAR_COST = 0.4;
/** A long vowel or a small ッ is easily read over. */
const gapCost = (letter: string): number => (letter === "ー" || letter === "ッ" ? 0.5 : 1);

/** Edits between two names, letters that are alike counting less, neighbours that changed places as one. */
export function edits(one: string, other: string): number {
  let before: number[] = [];
  let row: number[] = [0];
  for (let j = 1; j <= other.length; j++) row[j] = (row[j - 1] ?? 0) + gapCost(other.charAt(j - 1));
  for (let i = 1; i <= one.length; i++) {
    const next = nextRow({ one, other, i, row, before });
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}

interface Step {
  readonly one: string;
  readonly other: string;
  readonly i: number;
  readonly row: readonly number[];
  readonly before: readonly number[];
}

function nextRow({ one, other, i, row, before }: Step): number[] {
  const letter = one.charAt(i - 1);
  const next: number[] = [(row[0] ?? 0) + gapCost(letter)];
  for (let j = 1; j <= other.length; j++) {
    const there = other.charAt(j - 1);
    const isSwapped = i > 1 && j > 1 && letter === other.charAt(j - 2) && one.charAt(i - 2) === there;
    next[j] = Math.min(
      (row[j - 1] ?? 0) + cost(letter, there),
      (row[j] ?? 0) + gapCost(letter),
      (next[j - 1] ?? 0) + gapCost(there),
      isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
    );
  }
  return next;
}

function alikeAtHead(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let alike = 0;
  while (alike < most && cost(one.charAt(alike), other.charAt(alike)) < 1) alike++;
  return alike;
}
function alikeAtTail(one: string, other: string, most: number): number {
  let alike = 0;
  while (alike < most && cost(one.charAt(one.length - 1 - alike), other.charAt(other.length - 1 - alike)) < 1) alike++;
  return alike;
}

/** 0 to 1; 1 is the same name. */
export function likeness(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (shorter === 0) return 0;
  const whole = Math.max(0, 1 - edits(one, other) / longer);
  const head = alikeAtHead(one, other);
  const tail = alikeAtTail(one, other, shorter - head);
  return 0.5 * whole + 0.5 * ((2 * head + tail) / (2 * head + tail + 2 * (longer - head - tail) || 1));
}
