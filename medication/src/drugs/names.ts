import { oneWidth } from "./width.ts";

/** Forms of preparation, which stand behind a name and say nothing about which drug it is. Longer ones first. */
const forms = [
  "ドライシロップ",
  "シロップ",
  "カプセル",
  "チュアブル",
  "トローチ",
  "ゼリー",
  "エリキシル",
  "リキッド",
  "フィルム",
  "フォルテ",
  "クリーム",
  "ローション",
  "テープ",
  "パッチ",
  "パップ",
  "ゲル",
  "スプレー",
  "エアゾール",
  "シャンプー",
  "ガーグル",
  "シリンジ",
  "キット",
  "バッグ",
  "ペン",
  "カート",
  "フレックスペン",
  "ミリオペン",
  "ソロスター",
  "オートインジェクター",
  "インヘラー",
  "ディスカス",
  "エリプタ",
  "タービュヘイラー",
  "レスピマット",
  "ブリーズヘラー",
  "ジェヌエア",
  "ネーザル",
  "スキンクリーム",
  "ミニ",
  "バイアル",
  "アンプル",
  "ハーフ",
  "レディタブ",
  "ザイディス",
  "スワブ",
  "オブラート",
  "ユニットドーズ",
] as const; // prettier-ignore
const formsBehind = new RegExp(`(?:${[...forms].sort((a, b) => b.length - a.length).join("|")})$`);
/** What stands before a name: "注射用", "献血". */
const wordsBefore = /^(?:注射用|経口用|外用|局所用|点滴静注用|静注用|献血|乾燥|日局|強力|新|ネオ(?=[ァ-ヶー]{5}))+/;
/** From here on it is form, strength or maker: the first digit, bracket, Latin abbreviation, or word of a form in kanji. */
const rest =
  /(?:[\d「([%〔]|OD|口腔|腸溶|徐放|配合|錠|散|細粒|顆粒|内用|内服|経口|原末|粉末|末|液|注|静|筋|皮|点|吸|坐|軟膏|外|眼|耳|鼻|膣|腟|用|貼|舌|懸濁|水性|油性|眠|輸|小児|成人|持続|透析|灌|洗|浣|うがい|含嗽|消毒|歯|軟|硬|発泡|ゾル|エキス|ＥＸ|LA|SR|CR|[A-Z]{1,4}$).*$/;

/**
 * The part of a name that says which drug it is: "アマリール１ｍｇ錠" → "アマリール", "アムロジピンＯＤ錠５ｍｇ「サワイ」" → "アムロジピン".
 * Where taking forms away would leave fewer than two characters, they stay.
 */
export function stemOf(name: string): string {
  const whole = oneWidth(name).toUpperCase();
  const start = whole.replace(wordsBefore, "");
  let stem = start.slice(0, 1) + start.slice(1).replace(rest, "");
  stem = stem.replace(/[\s・･,.\-/]+$/, "");
  for (;;) {
    const shorter = stem.replace(formsBehind, "");
    if (shorter === stem || shorter.length < 2) return stem;
    stem = shorter;
  }
}
