/** Names as they stand on a ward in Japan with people and neighbours from elsewhere. All are made up. */
export interface Name {
  readonly family: string;
  readonly given: string;
  readonly language: "ja" | "ko" | "en" | "vi" | "zh" | "pt";
  readonly sex: "female" | "male";
}

const row = (language: Name["language"], sex: Name["sex"], family: string, given: string): Name => ({
  family,
  given,
  language,
  sex,
});

export const names: readonly [Name, ...Name[]] = [
  row("ja", "female", "佐藤", "和子"),
  row("ja", "male", "鈴木", "茂"),
  row("ko", "female", "김", "영자"),
  row("ja", "female", "高橋", "ハナ"),
  row("ja", "male", "田中", "正一"),
  row("ja", "female", "伊藤", "千代"),
  row("ko", "male", "이", "정호"),
  row("ja", "male", "渡辺", "清"),
  row("pt", "female", "Silva", "Maria Aparecida"),
  row("ja", "female", "山本", "フミ"),
  row("ja", "male", "中村", "勇"),
  row("vi", "male", "Nguyễn", "Văn Minh"),
  row("ja", "female", "小林", "節子"),
  row("ko", "female", "박", "순옥"),
  row("ja", "male", "加藤", "昭夫"),
  row("ja", "female", "吉田", "トメ"),
  row("en", "male", "Murphy", "Patrick"),
  row("ja", "female", "山田", "花子"),
  row("zh", "female", "陈", "秀英"),
  row("ja", "male", "佐々木", "三郎"),
  row("ja", "female", "松本", "君江"),
  row("ko", "male", "최", "상철"),
  row("ja", "male", "井上", "武"),
  row("ja", "female", "木村", "久子"),
];
