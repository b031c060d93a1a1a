/**
 * A price list and a table of barcodes in which everything is invented: names, ingredients, makers. The classes (characters 1–4)
 * exist, so that rules by class can be shown; the numbers of ingredients (390–399, 690–699, 990–999 for by mouth, injection,
 * external) are free in the real list, and the GTINs begin with 952, GS1's prefix for demonstration.
 */
export interface InventedRow {
  /** How tests call it. */
  readonly key: string;
  readonly code: string;
  readonly ingredient: string;
  readonly pack: string;
  readonly name: string;
  readonly isNarcotic?: true;
  /** How much its small package holds; none: the package is a bottle, tube or pen, of which any part is given. */
  readonly holds?: string;
}

const sakura = "サクラミジピンベシル酸塩";
const yukino = "ユキノサルタン";

export const inventedRows = [
  {
    key: "sleep",
    code: "1124390F1015",
    ingredient: "ヨイヤミゾラム",
    pack: "０．２５ｍｇ１錠",
    name: "ヨイヤミン錠０．２５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "painTablet",
    code: "1149391F1013",
    ingredient: "ヤワラギフェンナトリウム水和物",
    pack: "６０ｍｇ１錠",
    name: "ヤワラギン錠６０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "painSuppository",
    code: "1149991J1012",
    ingredient: "ヤワラギフェンナトリウム",
    pack: "５０ｍｇ１個",
    name: "ヤワラギン坐剤５０ｍｇ",
    holds: "1 {suppository}",
  },
  {
    key: "painPatch",
    code: "1149992S1011",
    ingredient: "ソヨカゼナク",
    pack: "２０ｍｇ１枚",
    name: "ソヨカゼテープ２０ｍｇ",
    holds: "1 {patch}",
  },
  {
    key: "parkinson",
    code: "1169392F1019",
    ingredient: "イブキドパ・ベンセラキド塩酸塩",
    pack: "１錠",
    name: "イブキドール配合錠",
    holds: "1 {tablet}",
  },
  {
    key: "memory5",
    code: "1190393F1016",
    ingredient: "オモイデジル塩酸塩",
    pack: "５ｍｇ１錠",
    name: "オモイデＯＤ錠５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "memory10",
    code: "1190393F2012",
    ingredient: "オモイデジル塩酸塩",
    pack: "１０ｍｇ１錠",
    name: "オモイデＯＤ錠１０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "eyeDrops",
    code: "1319990Q1018",
    ingredient: "シズクプロスト",
    pack: "０．００５％１ｍＬ",
    name: "シズク点眼液０．００５％",
  },
  {
    key: "heart",
    code: "2115394F1010",
    ingredient: "ハヤセキシン",
    pack: "０．１２５ｍｇ１錠",
    name: "ハヤセ錠０．１２５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "diuretic",
    code: "2139395F1017",
    ingredient: "シオサイミド",
    pack: "２０ｍｇ１錠",
    name: "シオサイ錠２０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "pressure",
    code: "2171396F1014",
    ingredient: sakura,
    pack: "２．５ｍｇ１錠",
    name: "サクラミン錠２．５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "pressure5",
    code: "2171396F2010",
    ingredient: sakura,
    pack: "５ｍｇ１錠",
    name: "サクラミン錠５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "pressureOther",
    code: "2171396F2029",
    ingredient: sakura,
    pack: "５ｍｇ１錠",
    name: "サクラミジピン錠５ｍｇ「先読」",
    holds: "1 {tablet}",
  },
  {
    key: "pressureBoth",
    code: "2149397F1011",
    ingredient: `${yukino}・${sakura}`,
    pack: "１錠",
    name: "アサナギ配合錠",
    holds: "1 {tablet}",
  },
  {
    key: "pressureSartan",
    code: "2149398F1018",
    ingredient: yukino,
    pack: "２０ｍｇ１錠",
    name: "ユキノ錠２０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "fat",
    code: "2189390F1016",
    ingredient: "ユウヅスタチンカルシウム水和物",
    pack: "１０ｍｇ１錠",
    name: "ユウヅキ錠１０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "cough",
    code: "2229391Q1011",
    ingredient: "ミナモルファン臭化水素酸塩水和物",
    pack: "０．２％１ｍＬ",
    name: "ミナモシロップ０．２％",
  },
  {
    key: "inhaler",
    code: "2290990G1010",
    ingredient: "カスミゾニド",
    pack: "５０μｇ６０吸入１キット",
    name: "カスミ５０μｇインヘラー６０吸入用",
  },
  {
    key: "stool",
    code: "2344391F1012",
    ingredient: "アケボノ酸化物",
    pack: "３３０ｍｇ１錠",
    name: "アケボノ錠３３０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "steroid",
    code: "2456392F1018",
    ingredient: "コダマゾロン",
    pack: "５ｍｇ１錠",
    name: "コダマ錠５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "insulin",
    code: "2492690G1013",
    ingredient: "インスリン　ヒバリ（遺伝子組換え）",
    pack: "３００単位１キット",
    name: "ヒバリ注ペン",
  },
  {
    key: "skin",
    code: "2646990M1015",
    ingredient: "ナギサメタゾン酪酸エステル",
    pack: "０．１％１ｇ",
    name: "ナギサ軟膏０．１％",
  },
  {
    key: "clotting",
    code: "3332393F1013",
    ingredient: "カワセミンカリウム",
    pack: "１ｍｇ１錠",
    name: "カワセミン錠１ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "sugar",
    code: "3961394F1017",
    ingredient: "アカネピリド",
    pack: "１ｍｇ１錠",
    name: "アカネール錠１ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "sugarLookAlike",
    code: "2123395F1012",
    ingredient: "アケナロール塩酸塩",
    pack: "１０ｍｇ１錠",
    name: "アケナール錠１０ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "bones",
    code: "3999396F1019",
    ingredient: "ツキヨミドロン酸ナトリウム水和物",
    pack: "３５ｍｇ１錠",
    name: "ツキヨミ錠３５ｍｇ",
    holds: "1 {tablet}",
  },
  {
    key: "kampo",
    code: "5200390D1018",
    ingredient: "若葉湯",
    pack: "１ｇ",
    name: "若葉湯エキス顆粒（医療用）",
    holds: "2.5 g",
  },
  {
    key: "penicillin",
    code: "6131397C1010",
    ingredient: "アオゾラシリン水和物",
    pack: "１０％１ｇ",
    name: "アオゾラシリン細粒１０％",
  },
  {
    key: "penicillinVial",
    code: "6131691D1017",
    ingredient: "アオゾラシリンナトリウム",
    pack: "１ｇ１瓶",
    name: "アオゾラシリン静注用１ｇ",
    holds: "1 {vial}",
  },
  {
    key: "drip",
    code: "2119690A1012",
    ingredient: "ツバメンホリン",
    pack: "０．５％１０ｍＬ１管",
    name: "ツバメ静注０．５％",
    holds: "1 {vial}",
  },
  {
    key: "narcotic",
    code: "8119390G1014",
    ingredient: "ユウナギコドン塩酸塩水和物",
    pack: "５ｍｇ１錠",
    name: "ユウナギ徐放錠５ｍｇ",
    isNarcotic: true,
    holds: "1 {tablet}",
  },
  {
    key: "narcoticFast",
    code: "8119390B1016",
    ingredient: "ユウナギコドン塩酸塩水和物",
    pack: "２．５ｍｇ１包",
    name: "ユウナギ散２．５ｍｇ",
    isNarcotic: true,
    holds: "1 {packet}",
  },
] as const satisfies readonly InventedRow[];

export type InventedKey = (typeof inventedRows)[number]["key"];
