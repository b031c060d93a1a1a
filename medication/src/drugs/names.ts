import { baseOf } from "./ingredients.ts";
import { oneWidth } from "./width.ts";

/** Forms of preparation in katakana, which stand behind a name and say nothing about which drug it is. */
const forms =
  "ドライシロップ シロップ カプセル チュアブル トローチ ゼリー エリキシル リキッド フィルム クリーム ローション テープ パッチ パップ ゲル スプレー エアゾール エロゾル シャンプー ガーグル シリンジ キット バッグ ペン カート フレックスペン ミリオペン ソロスター オートインジェクター インヘラー ディスカス エリプタ タービュヘイラー レスピマット ブリーズヘラー ジェヌエア ネーザル スキンクリーム バイアル アンプル レディタブ ザイディス フォーム ゾル エキス コンビパック スターターパック";
const longestFirst = forms.split(" ").sort((one, other) => other.length - one.length);
/** What stands before a name: 注射用, 献血, the makers of Kampo. */
const before =
  /^(?:注射用|経口用|外用|局所用|点滴静注用?|静注用|献血|日局|複方|複合|強力|新(?=[ァ-ヶー])|小児用|産婦人科用|〔東洋〕|(?:ツムラ|クラシエ|コタロー|オースギ|ジュンコウ|テイコク|本草|三和|高砂|マツウラ|松浦|小島|JPS|サカモト)(?=[一-龠 ])|(?:太虎堂|トチモト|ウチダ)の)+ ?/;
/** From here on it is form, strength or maker: a digit, a bracket, a word of a form. */
const rest =
  /[\d「([%〔錠散末液注静筋皮点吸坐外眼耳鼻膣腟用貼舌輸灌洗浣歯軟硬膀髄]|OD|口腔|腸溶|徐放|配合|細粒|顆粒|内[用服]|経口|原末|粉末|懸濁|水[性懸]|油性|小児|成人|持続|透析|うがい|含嗽|消毒|発泡|関節/;
/** "-R", "BS", "DS", " Na": letters behind a name. */
const lettersBehind = /[\s・･,./\-A-Z]+$/;

/** As short as this a name is left as it is: ガバペン is not a ペン. */
const SHORTEST = 3;

const kept = new Map<string, string>();
/** More than the list has; words that people write must not fill the memory. */
const MOST_KEPT = 50_000;

/**
 * The part of a name that says which drug it is: "アマリール１ｍｇ錠" → "アマリール", "アムロジピンＯＤ錠５ｍｇ「サワイ」" → "アムロジピン",
 * "ピオグリタゾン塩酸塩錠" → "ピオグリタゾン". Taking away ends before fewer than three characters would be left.
 */
export function stemOf(name: string): string {
  const whole = oneWidth(name).toUpperCase().replace(before, "");
  const from = whole.slice(2).search(rest);
  const start = from === -1 ? whole : whole.slice(0, from + 2);
  const known = kept.get(start);
  if (known !== undefined) return known;
  const stem = withoutEnds(start);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(start, stem);
  return stem;
}

function withoutEnds(start: string): string {
  let stem = start;
  for (;;) {
    const bare = atLeast(stem.replace(lettersBehind, ""), stem);
    const form = longestFirst.find((one) => bare.endsWith(one));
    const shorter = form === undefined ? bare : atLeast(bare.slice(0, -form.length), bare);
    if (shorter === stem) return /[ァ-ヶー]/.test(stem) ? baseOf(stem) : stem;
    stem = shorter;
  }
}

const atLeast = (shorter: string, text: string): string => (shorter.length < SHORTEST ? text : shorter);
