/** Two names that were taken for each other, and who says so. */
export interface ReportedPair {
  readonly names: readonly [string, string];
  readonly source: string;
}

const notice2003 = "MHLW 医政発第1127004号, 2003-11-27; 2008-12-04";
const information4 = "JQ 医療安全情報 No.4, 2007-03";
const pmda68 = "PMDA 医療安全情報 No.68, 2024-11";
const pmda69 = "PMDA 医療安全情報 No.69, 2024-11";
const makers = "PMDA 製薬企業からの医薬品の安全使用(取り違え等)に関するお知らせ";
/** Said to have been confused, by those who dispense; no notice of an authority or maker was found. */
const cases = "lists of pharmacists";

const rows: readonly (readonly [names: string, source: string])[] = [
  ["アマリール アルマール", notice2003],
  ["サクシン サクシゾン", notice2003],
  ["タキソール タキソテール", notice2003],
  ["ノルバスク ノルバデックス", notice2003],
  ["アロテック アレロック", notice2003],
  ["ウテメリン メテナリン", notice2003],
  ["テオドール テグレトール", notice2003],
  ["プレドニン プルゼニド", notice2003],
  ["アレロック アレリックス", information4],
  ["セフメタゾン セフマゾン", information4],
  ["ファンガード ファンギゾン", information4],
  ["アテノロール アロチノロール", pmda68],
  ["アトモキセチン アモキシシリン", pmda68],
  ["エスゾピクロン エスタゾラム", pmda68],
  ["エスタゾラム エチゾラム", pmda68],
  ["アクトス アクトネル", pmda69],
  ["ベタニス ベオーバ", pmda69],
  ["ホスリボン ホスレノール", pmda69],
  ["レキサルティ レキソタン", pmda69],
  ["レスプレン レスリン", pmda69],
  ["ロコルナール ローコール", pmda69],
  ["カルタン ビカルタミド", pmda69],
  ["マイスリー マイスタン", makers],
  ["エクセグラン エクセラーゼ", makers],
  ["エクセグラン エクセミド", makers],
  ["ザイティガ ザルティア", makers],
  ["セロクエル セロクラール", cases],
  ["ユリーフ ユリノーム", cases],
  ["プロスタール プロスタンディン", cases],
  ["ソラナックス ソランタール", cases],
  ["ワイパックス レルパックス", cases],
  ["アモバン アモリン", cases],
  ["セフゾン セパゾン", cases],
  ["リーマス リマチル", cases],
  ["アスベリン アスペノン", cases],
  ["アロシトール アイトロール", cases],
  ["グリチロン グリミクロン", cases],
  ["アテレック アレロック", cases],
];

/**
 * Pairs that really were taken for each other. They are named whatever the measure says of them; it was not fitted to them.
 * A further pair is a further row, with its source.
 */
export const reportedPairs: readonly ReportedPair[] = rows.map(([names, source]) => {
  const [one = "", other = ""] = names.split(" ");
  return { names: [one, other], source };
});

const byName = new Map<string, Map<string, string>>();
for (const { names, source } of reportedPairs)
  for (const [one, other] of [names, names.toReversed()] as const) {
    const of = byName.get(one ?? "") ?? new Map<string, string>();
    byName.set(one ?? "", of.set(other ?? "", source));
  }

/** The names that were taken for this one, each with who says so. */
export const reportsOf = (name: string): ReadonlyMap<string, string> => byName.get(name) ?? none;
const none: ReadonlyMap<string, string> = new Map();
