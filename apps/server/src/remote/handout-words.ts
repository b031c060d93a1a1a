import type { Language } from "@sakiyomi/core";

/** What the handout says; the classes are named as the guideline names them. */
export const handoutWords = {
  title: ["Blood pressure at home", "家庭血圧の記録", "가정혈압 기록"],
  name: ["Name", "氏名", "이름"],
  month: ["Period", "期間", "기간"],
  goal: ["Goal at home", "家庭血圧の目標", "가정혈압 목표"],
  below: ["below {s}/{d} mmHg", "{s}/{d} mmHg未満", "{s}/{d} mmHg 미만"],
  average: ["Average", "平均", "평균"],
  morning: ["Morning", "朝", "아침"],
  evening: ["Evening", "晩", "저녁"],
  both: ["Mornings and evenings", "朝晩の平均", "아침·저녁 평균"],
  days: ["Days measured", "測定日数", "측정 일수"],
  deviation: ["Standard deviation, upper", "標準偏差（上）", "표준편차(수축기)"],
  difference: ["Morning less evening", "朝と晩の差", "아침과 저녁의 차"],
  class: ["Class (JSH 2019, home)", "分類（JSH2019 家庭血圧）", "분류(JSH 2019 가정혈압)"],
  few: ["Too few days to class.", "日数が足りず分類できません。", "일수가 부족하여 분류할 수 없습니다."],
  office: ["In the office, last two visits", "診察室血圧（直近2回の受診）", "진료실혈압(최근 2회 방문)"],
  pattern: ["Office and home together", "診察室血圧と家庭血圧", "진료실혈압과 가정혈압"],
  date: ["Date", "日付", "날짜"],
  upper: ["upper", "上", "수축기"],
  lower: ["lower", "下", "이완기"],
  pulse: ["pulse", "脈", "맥박"],
  chart: ["Upper pressure of each day, mmHg", "毎日の最高血圧（mmHg）", "매일의 수축기혈압(mmHg)"],
  alt: [
    "Upper pressure of mornings and evenings of {n} days",
    "{n}日分の朝と晩の最高血圧",
    "{n}일간 아침과 저녁의 수축기혈압",
  ],
  limit: ["hypertension 135", "高血圧 135", "고혈압 135"],
  goalLine: ["goal {s}", "目標 {s}", "목표 {s}"],
  readings: [
    "Each value is the mean of the first two readings.",
    "各値は最初の2回の平均です。",
    "각 값은 처음 2회의 평균입니다.",
  ],
  none: ["Nothing was measured.", "測定がありません。", "측정이 없습니다."],
  foot: [
    "Made by Sakiyomi from what was measured; limits: JSH 2019. No diagnosis. A clinician has to approve the rules.",
    "Sakiyomiが測定値から作成。基準：JSH2019。診断ではありません。規則は臨床家の承認が必要です。",
    "Sakiyomi가 측정값으로 작성. 기준: JSH 2019. 진단이 아닙니다. 규칙은 임상의의 승인이 필요합니다.",
  ],
  normal: ["normal", "正常血圧", "정상혈압"],
  "high-normal": ["high-normal", "正常高値血圧", "정상고값혈압"],
  elevated: ["elevated", "高値血圧", "고값혈압"],
  "grade-1": ["grade I hypertension", "I度高血圧", "1도 고혈압"],
  "grade-2": ["grade II hypertension", "II度高血圧", "2도 고혈압"],
  "grade-3": ["grade III hypertension", "III度高血圧", "3도 고혈압"],
  isolated: ["isolated systolic hypertension", "収縮期高血圧", "수축기단독고혈압"],
  "both-normal": ["both below the limits", "どちらも基準未満", "둘 다 기준 미만"],
  "white-coat": [
    "high in the office only (white-coat pattern)",
    "診察室だけで高い（白衣型）",
    "진료실에서만 높음(백의형)",
  ],
  masked: ["high at home only (masked pattern)", "家庭だけで高い（仮面型）", "가정에서만 높음(가면형)"],
  sustained: ["high in both", "どちらでも高い（持続型）", "둘 다 높음(지속형)"],
  "few-days": [
    "unknown: too few days at home",
    "不明：家庭での測定日数が足りません",
    "알 수 없음: 가정 측정 일수 부족",
  ],
  "few-visits": ["unknown: fewer than two visits", "不明：受診が2回未満です", "알 수 없음: 방문 2회 미만"],
  strip: ["ECG strip", "心電図", "심전도"],
  reason: ["Asked because", "依頼理由", "의뢰 이유"],
  heard: ["What the program heard", "プログラムの判定", "프로그램이 들은 것"],
  answer: ["Answer of the doctor", "医師の回答", "의사의 답변"],
  filters: [
    "No filter here; what the device filtered is not known. Every sample is drawn: {rate} a second. Print at 100 %, not scaled.",
    "ここではフィルターなし。機器側は不明。全サンプルを描画（毎秒{rate}点）。拡大縮小せず100％で印刷してください。",
    "여기서는 필터 없음. 기기 필터는 알 수 없음. 모든 샘플을 그림(초당 {rate}개). 크기를 바꾸지 말고 100 %로 인쇄하십시오.",
  ],
  footStrip: [
    "Made by Sakiyomi from what was measured. What the program heard is an aid, no finding of a doctor.",
    "Sakiyomiが測定値から作成。プログラムの判定は補助であり、医師の所見ではありません。",
    "Sakiyomi가 측정값으로 작성. 프로그램이 들은 것은 보조일 뿐 의사의 소견이 아닙니다.",
  ],
} as const satisfies Readonly<Record<string, readonly [en: string, ja: string, ko: string]>>;

export type HandoutKey = keyof typeof handoutWords;
const column: Readonly<Record<Language, 0 | 1 | 2>> = { en: 0, ja: 1, ko: 2 };

export const handoutSays =
  (language: Language) =>
  (key: HandoutKey, values: Readonly<Record<string, string | number>> = {}): string =>
    handoutWords[key][column[language]].replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
