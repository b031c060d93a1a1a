import type { Language } from "@sakiyomi/core";

/** What the printed handbook says: English, Japanese, Korean. */
const rows = {
  title: ["Maternal and child handbook", "母子健康手帳", "모자건강수첩"],
  foot: [
    "{house} · made {date}. Informs only: every figure and rule has to be approved by a clinician.",
    "{house}・{date}作成。参考情報です。数値と規則は医師の承認が必要です。",
    "{house} · {date} 작성. 참고 정보입니다. 수치와 규칙은 의사의 승인이 필요합니다.",
  ],
  pregnancy: ["Pregnancy", "妊娠", "임신"],
  weeks: ["{n} w {d} d", "{n}週{d}日", "{n}주 {d}일"],
  now: ["Now", "現在", "현재"],
  due: ["Expected date", "分娩予定日", "출산 예정일"],
  fetuses: ["Children", "胎児の数", "태아 수"],
  ended: ["Ended on", "終了日", "종료일"],
  nextVisit: ["Next visit by", "次回健診(期限)", "다음 진찰(기한)"],
  visits: ["Antenatal visits", "妊婦健診", "산전 진찰"],
  day: ["Date", "日付", "날짜"],
  week: ["Week", "週数", "주수"],
  weight: ["Weight", "体重", "체중"],
  pressure: ["Blood pressure", "血圧", "혈압"],
  upper: ["upper", "収縮期", "수축기"],
  lower: ["lower", "拡張期", "이완기"],
  fundus: ["Fundal height", "子宮底長", "자궁저 높이"],
  urine: ["Protein / glucose", "尿蛋白/尿糖", "요단백/요당"],
  oedema: ["Oedema", "浮腫", "부종"],
  note: ["Note", "備考", "비고"],
  answers: ["Answers to the mother", "お母さんへの回答", "산모에게 보내는 답변"],
  birth: ["Birth", "出生", "출생"],
  length: ["Length", "身長", "신장"],
  head: ["Head", "頭囲", "머리둘레"],
  growth: ["Growth", "発育", "발육"],
  band: ["3rd to 97th percentile", "3〜97パーセンタイル", "3–97 백분위"],
  median: ["50th percentile", "50パーセンタイル", "50 백분위"],
  child: ["this child", "本人", "본인"],
  months: ["months", "か月", "개월"],
  growthSource: [
    "WHO Child Growth Standards (2006); by corrected age for who was born before 37 weeks.",
    "WHO 成長基準(2006年)。37週未満で生まれた子は修正月齢。",
    "WHO 성장기준(2006). 37주 전 출생은 교정 월령.",
  ],
  vaccinations: ["Vaccinations", "予防接種", "예방접종"],
  vaccine: ["Vaccine", "ワクチン", "백신"],
  dose: ["Dose", "回数", "차수"],
  lot: ["Lot", "ロット番号", "로트 번호"],
  by: ["By", "記入者", "기록자"],
  dueNext: ["Next", "これからの接種", "다음 접종"],
  possible: ["Possible from", "接種可能日", "접종 가능일"],
  usual: ["Usual until", "標準期間(まで)", "표준 기간(까지)"],
  last: ["Routine until", "定期接種の期限", "정기접종 기한"],
  vaccineSource: [
    "Japan, as of April 2025: health ministry, October 2024; Japan Pediatric Society, November 2024.",
    "日本、2025年4月現在:厚生労働省 2024年10月、日本小児科学会 2024年11月。",
    "일본, 2025년 4월 기준: 후생노동성 2024년 10월, 일본소아과학회 2024년 11월.",
  ],
  "v.rota-1": ["Rota, 1-valent", "ロタ(1価)", "로타(1가)"],
  "v.rota-5": ["Rota, 5-valent", "ロタ(5価)", "로타(5가)"],
  "v.hepatitis-b": ["Hepatitis B", "B型肝炎", "B형 간염"],
  "v.pneumococcal": ["Pneumococcal", "小児用肺炎球菌", "폐렴구균"],
  "v.five-in-one": ["Five in one (DPT-IPV-Hib)", "5種混合(DPT-IPV-Hib)", "5종 혼합(DPT-IPV-Hib)"],
  "v.four-in-one": ["Four in one (DPT-IPV)", "4種混合(DPT-IPV)", "4종 혼합(DPT-IPV)"],
  "v.hib": ["Hib", "ヒブ(Hib)", "Hib"],
  "v.bcg": ["BCG", "BCG", "BCG"],
  "v.measles-rubella": ["Measles and rubella (MR)", "麻しん風しん(MR)", "홍역·풍진(MR)"],
  "v.varicella": ["Varicella", "水痘", "수두"],
  "v.japanese-encephalitis": ["Japanese encephalitis", "日本脳炎", "일본뇌염"],
  "v.mumps": ["Mumps", "おたふくかぜ", "볼거리"],
  "v.influenza": ["Influenza", "インフルエンザ", "인플루엔자"],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;

export type SheetKey = keyof typeof rows;
export type SheetWords = (key: SheetKey, holes?: Readonly<Record<string, string | number>>) => string;

const columns: readonly Language[] = ["en", "ja", "ko"];

export const sheetWords =
  (language: Language): SheetWords =>
  (key, holes = {}) =>
    rows[key][columns.indexOf(language) as 0 | 1 | 2].replaceAll(/\{(\w+)\}/g, (_, hole: string) =>
      String(holes[hole] ?? ""),
    );

export const isSheetKey = (key: string): key is SheetKey => Object.hasOwn(rows, key);
