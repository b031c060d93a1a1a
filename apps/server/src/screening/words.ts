import type { Words } from "@sakiyomi/core";

/** One row a sentence: English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];

export const screeningJournal: Readonly<Record<string, Row>> = {
  "screening.begun": ["Check-up begun by {actor}.", "{actor}が健診を始めました。", "{actor} 님이 검진을 시작했습니다."],
  "screening.measured": [
    "Check-up: last value measured ({actor}).",
    "健診:測定終了({actor})",
    "검진: 측정 완료 ({actor})",
  ],
  "screening.cancelled": [
    "Check-up cancelled by {actor}: {reason}",
    "{actor}が健診を中止しました:{reason}",
    "{actor} 님이 검진을 취소했습니다: {reason}",
  ],
  "screening.released": [
    "Check-up report released by {actor}.",
    "{actor}が健診の報告書を出しました。",
    "{actor} 님이 검진 보고서를 냈습니다.",
  ],
};

const rows: Readonly<Record<string, Row>> = {
  title: ["Check-up report", "健診報告書", "검진 보고서"],
  notice: [
    "These statements come from rules with the source beside each. They are no diagnosis. The rules have to be approved by a clinician of this house before use; ask your doctor or nurse what they mean for you.",
    "この報告書の文は、それぞれに示した出典の規則から作られたもので、診断ではありません。規則は、使用前にこの施設の臨床の責任者が承認する必要があります。ご自身にとっての意味は、医師や看護師におたずねください。",
    "이 문장들은 옆에 적힌 출처의 규칙에서 나온 것으로 진단이 아닙니다. 규칙은 사용 전에 이 시설의 임상 책임자가 승인해야 합니다. 본인에게 어떤 뜻인지는 의사나 간호사에게 물어보세요.",
  ],
  name: ["Name", "お名前", "이름"],
  birthDate: ["Born", "生年月日", "생년월일"],
  unknown: ["not entered", "未入力", "입력 안 됨"],
  measured: ["Last measured", "最後の測定", "마지막 측정"],
  released: ["Released", "報告", "보고"],
  by: ["{time}, {name}", "{time}　{name}", "{time}, {name}"],
  kept: ["within the promised time", "約束の時間内", "약속한 시간 안"],
  late: ["later than promised ({time})", "約束の時間（{time}）より遅れました", "약속한 시간({time})보다 늦음"],
  number: ["Version", "版", "버전"],
  corrects: [
    "{number}: corrects {replaces}. {why}",
    "第{number}版：{replaces}を訂正。{why}",
    "{number}판: {replaces} 정정. {why}",
  ],
  act: ["To do now", "すぐにすること", "지금 할 일"],
  watch: ["To keep an eye on", "気をつけること", "지켜볼 것"],
  plain: ["For a clinician to judge", "医師・看護師の判断が必要なもの", "의료진의 판단이 필요한 것"],
  good: ["As usual", "問題のないもの", "괜찮은 것"],
  means: ["It means: {words}", "意味：{words}", "뜻: {words}"],
  next: ["Next: {words}", "次にすること：{words}", "다음: {words}"],
  source: ["Source: {source} · {time}, {by}", "出典：{source} ・ {time}　{by}", "출처: {source} · {time}, {by}"],
  edited: ["Worded by {name}: {reason}", "{name}が書き直しました：{reason}", "{name} 님이 고쳐 씀: {reason}"],
  laboratory: ["Laboratory values", "検体検査", "검체 검사"],
  test: ["Test", "検査", "검사"],
  value: ["Value", "値", "값"],
  range: ["Reference range", "基準範囲", "참고 범위"],
  ecg: ["ECG", "心電図", "심전도"],
  ecgAlt: [
    "ECG strip of {seconds} seconds, not yet read by a doctor",
    "{seconds}秒間の心電図。医師の判読前です。",
    "{seconds}초 심전도. 아직 의사가 판독하지 않았습니다.",
  ],
  trend: ["Since the last check-ups", "これまでの健診", "지난 검진부터"],
  upper: ["upper", "上", "수축기"],
  lower: ["lower", "下", "이완기"],
  missing: ["Not in this report", "この報告書にないもの", "이 보고서에 없는 것"],
  missingOne: ["{what}: {why}", "{what}：{why}", "{what}: {why}"],
  foot: [
    "{name} · {time} · Sakiyomi, rules to be approved by a clinician",
    "{name} ・ {time} ・ Sakiyomi（規則は臨床の責任者の承認が必要）",
    "{name} · {time} · Sakiyomi(규칙은 임상 책임자의 승인 필요)",
  ],
};

const column = (place: 0 | 1 | 2) => Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, row[place]]));
export const paperWords: Words = { en: column(0), ja: column(1), ko: column(2) };
