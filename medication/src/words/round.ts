import type { Words } from "@sakiyomi/core";

type Row = readonly [key: string, en: string, ja: string, ko: string];

/** What stands around the check: verdicts, routes, parts of the round, what became of a dose, spans, what cannot both be right. */
const rows: readonly Row[] = [
  ["verdict.give", "Give it", "与薬できます", "투약하세요"],
  ["verdict.warn", "Read this first", "先に確認してください", "먼저 확인하세요"],
  ["verdict.block", "Do not give it", "与えないでください", "투약하지 마세요"],
  ["result.right", "right", "よし", "맞음"],
  ["result.warning", "take a look", "要確認", "확인 필요"],
  ["result.wrong", "wrong", "誤り", "틀림"],
  ["result.unknown", "not known", "不明", "알 수 없음"],

  ["route.oral", "by mouth", "内服", "경구"],
  ["route.sublingual", "under the tongue", "舌下", "설하"],
  ["route.enteral-tube", "by feeding tube", "経管", "경관"],
  ["route.inhalation", "inhaled", "吸入", "흡입"],
  ["route.nasal", "into the nose", "点鼻", "비강"],
  ["route.ophthalmic", "into the eye", "点眼", "점안"],
  ["route.otic", "into the ear", "点耳", "점이"],
  ["route.cutaneous", "on the skin", "塗布", "피부 도포"],
  ["route.transdermal", "as a patch", "貼付", "부착"],
  ["route.rectal", "rectal", "直腸内（坐薬など）", "직장"],
  ["route.vaginal", "vaginal", "腟内", "질내"],
  ["route.dental", "in the mouth, by a dentist", "歯科用", "치과용"],
  ["route.subcutaneous", "under the skin (injection)", "皮下注", "피하주사"],
  ["route.intramuscular", "into the muscle (injection)", "筋注", "근육주사"],
  ["route.intravenous", "into the vein", "静注", "정맥주사"],
  ["route.injection", "as an injection", "注射", "주사"],
  ["route.other", "another way", "その他", "기타"],

  ["part.omitted", "Omitted", "未実施", "누락"],
  ["part.overdue", "Overdue", "遅れ", "지연"],
  ["part.due", "Now", "今", "지금"],
  ["part.next", "Next", "次", "다음"],
  ["part.waiting", "Taken?", "内服確認待ち", "복용 확인 대기"],
  ["part.effects", "Ask for the effect", "効果の確認", "효과 확인"],
  ["part.asNeeded", "As needed", "頓用", "필요시"],
  ["part.onHold", "On hold", "保留", "보류"],

  ["state.not-given", "Not given yet", "未与薬", "미투약"],
  ["state.handed", "Handed over", "手渡し済み", "전달함"],
  ["state.taken", "Taken", "服用済み", "복용함"],
  ["state.refused", "Refused", "拒否", "거부"],
  ["state.spat-out", "Spat out", "吐き出し", "뱉음"],
  ["state.vomited", "Vomited", "嘔吐", "구토"],
  ["state.partly", "Taken in part", "一部服用", "일부 복용"],
  ["state.held", "Held", "保留", "보류"],
  ["state.missing", "Medicine not there", "薬なし", "약 없음"],
  ["state.asleep", "Asleep", "睡眠中", "수면 중"],
  ["state.away", "Away", "不在", "부재"],
  ["confirmed.seen", "seen", "目視で確認", "직접 확인"],
  ["confirmed.dispenser", "by the dispenser", "与薬機で確認", "투약기로 확인"],
  ["confirmed.robot", "by the robot", "ロボットが確認", "로봇이 확인"],
  ["confirmed.told", "as told", "本人の申告", "본인 말로 확인"],
  ["effect.none", "No effect", "効果なし", "효과 없음"],
  ["effect.some", "Some effect", "やや効果あり", "약간 효과 있음"],
  ["effect.good", "Good effect", "効果あり", "효과 있음"],
  ["effect.worse", "Worse", "悪化", "악화"],

  ["span.min", "{min} min", "{min}分", "{min}분"],
  ["span.hours", "{h} h", "{h}時間", "{h}시간"],
  ["span.hours-min", "{h} h {min} min", "{h}時間{min}分", "{h}시간 {min}분"],
  ["when.no-next-dose", "none in the next days", "当面なし", "당분간 없음"],
  ["when.no-end", "before now", "すでに終了", "이미 종료"],
  ["when.until-lifted", "it is lifted", "解除される", "해제될 때"],

  [
    "ledger.given-twice",
    "{drug} was given twice: {firstAt} ({first}) and {happenedAt} ({by})",
    "{drug}が二重に与薬されました：{firstAt}（{first}）と{happenedAt}（{by}）",
    "{drug}: 두 번 투약되었습니다. {firstAt} ({first}), {happenedAt} ({by})",
  ],
  [
    "ledger.contradiction",
    "{drug}: what {by} recorded for {happenedAt} does not fit what was recorded before",
    "{drug}：{by}の{happenedAt}の記録が、それまでの記録と合いません",
    "{drug}: {by}의 {happenedAt} 기록이 이전 기록과 맞지 않습니다",
  ],
  [
    "ledger.too-soon",
    "{drug} was given at {happenedAt}, too soon after {firstAt}",
    "{drug}が{firstAt}の後、間隔をあけずに{happenedAt}に与薬されました",
    "{drug}: {firstAt} 이후 간격이 지나기 전 {happenedAt}에 투약되었습니다",
  ],
  [
    "ledger.too-many",
    "{drug} was given {n} times within 24 hours; {max} are allowed",
    "{drug}が24時間に{n}回与薬されました（上限{max}回）",
    "{drug}: 24시간에 {n}회 투약되었습니다 (최대 {max}회)",
  ],
  [
    "ledger.after-end",
    "{drug} was given at {happenedAt} ({by}), after it had been stopped at {endAt}",
    "{drug}は{endAt}に中止されましたが、{happenedAt}に与薬されました（{by}）",
    "{drug}: {endAt}에 중지되었으나 {happenedAt}에 투약되었습니다 ({by})",
  ],
  [
    "ledger.on-hold",
    "{drug} was given at {happenedAt} ({by}) while it was on hold: {why}",
    "{drug}は保留中（{why}）でしたが、{happenedAt}に与薬されました（{by}）",
    "{drug}: 보류 중({why})이었으나 {happenedAt}에 투약되었습니다 ({by})",
  ],
  [
    "ledger.not-here",
    "{drug} is recorded as given at {happenedAt} ({by}), after the person had left at {leftAt}",
    "{drug}は、{leftAt}に退出した方に{happenedAt}に与薬した記録になっています（{by}）",
    "{drug}: {leftAt}에 나가신 분에게 {happenedAt}에 투약한 것으로 기록되었습니다 ({by})",
  ],
];

const column = (of: 1 | 2 | 3): Readonly<Record<string, string>> =>
  Object.fromEntries(rows.map((row) => [row[0], row[of]]));

export const roundWords: Words = { en: column(1), ja: column(2), ko: column(3) };
