import type { Words } from "@sakiyomi/core";

export const words: Words = {
  en: {
    title: "Medicines in time",
    about:
      "Reminds of medicines when they are due, tells of a dose that is overdue or omitted, asks whether it was taken and what it did.",
    gives: "Who gives this person's medicines",
    carer: "carer",
    nurse: "nurse",
    decideHours: "A dose that was not taken waits for a decision for",
    round: "Medicines of {dueAt}: {drugs}",
    overdue: "Overdue since {dueAt}: {drugs}. Give now, or record why not.",
    omitted: "Omitted, {dueAt}: {drugs}. A nurse decides what happens now.",
    confirm: "{drug} was handed over at {givenAt}. Was it taken?",
    effect: "{drug} was given at {givenAt} as needed. Did it help?",
    decide: "{drug}: {outcome} at {happenedAt}. Decide what happens now.",
    "outcome.refused": "refused",
    "outcome.spat-out": "spat out",
    "outcome.vomited": "vomited",
    "outcome.partly": "taken only in part",
    "outcome.missing": "not available",
    "conflict.given-twice": "{drug} was given twice, again at {happenedAt}. See to the person, call the doctor.",
    "conflict.too-soon": "{drug} was given at {happenedAt}, too soon after the last. See to the person.",
    "conflict.too-many":
      "{drug} was given at {happenedAt}, more often than allowed within 24 hours. See to the person, call the doctor.",
    "conflict.after-end": "{drug} was given at {happenedAt} although it had been stopped. Tell the doctor.",
    "conflict.on-hold": "{drug} was given at {happenedAt} although it is on hold. Tell the doctor.",
    "conflict.not-here": "{drug} was recorded at {happenedAt} for a person who had left. Check who got it.",
    "conflict.contradiction": "Two records about {drug} at {happenedAt} cannot both be right. Ask who was there.",
    "flag.against-check": "{drug} was given at {happenedAt} against the check and without a reason. See to the person.",
    "flag.not-permitted":
      "{drug} was given at {happenedAt} by somebody who may not. See to the person, tell the nurse in charge.",
    "flag.unknown-order": "A medicine that was never ordered here was recorded at {happenedAt}. Check what was given.",
    "flag.no-lease":
      "{drug} was given at {happenedAt} without a network by a device that had not taken the round along. Check for a second dose.",
    "flag.unknown-session":
      "{drug} was recorded at {happenedAt} under the name of somebody who was not signed in then. Ask who gave it.",
    "flag.unproven-witness": "The second person for {drug} at {happenedAt} has to confirm it: there was no network.",
    robot: "A robot with a medicine asked at {happenedAt} for somebody to come. Its order says why.",
    "flag.clock": "{drug} was recorded for {happenedAt}, which lies ahead. Set the device's clock and check the time.",
  },
  ja: {
    title: "与薬の見守り",
    about: "与薬の時刻になると知らせ、遅れや飛ばしを伝え、飲めたかどうか、頓用薬の効き目をたずねます。",
    gives: "この方の与薬を担当する職種",
    carer: "介護職員",
    nurse: "看護師",
    decideHours: "服用できなかった薬の対応を待つ時間",
    round: "{dueAt}の薬：{drugs}",
    overdue: "{dueAt}の薬がまだです：{drugs}。今与薬するか、できない理由を記録してください。",
    omitted: "{dueAt}の薬が飛んでいます：{drugs}。看護師が対応を決めてください。",
    confirm: "{drug}を{givenAt}に渡しました。飲めましたか。",
    effect: "頓用の{drug}を{givenAt}に使いました。効果はありましたか。",
    decide: "{drug}：{happenedAt}に{outcome}。対応を決めてください。",
    "outcome.refused": "服用を拒否",
    "outcome.spat-out": "吐き出し",
    "outcome.vomited": "嘔吐",
    "outcome.partly": "一部のみ服用",
    "outcome.missing": "薬が手元にない",
    "conflict.given-twice":
      "{drug}が重ねて与薬されました（2回目 {happenedAt}）。本人の様子を見て、医師に連絡してください。",
    "conflict.too-soon": "{drug}が前回から間隔をあけずに{happenedAt}に使われました。本人の様子を見てください。",
    "conflict.too-many":
      "{drug}が{happenedAt}に使われ、24時間の上限回数を超えました。本人の様子を見て、医師に連絡してください。",
    "conflict.after-end": "中止した{drug}が{happenedAt}に与薬されました。医師に伝えてください。",
    "conflict.on-hold": "休薬中の{drug}が{happenedAt}に与薬されました。医師に伝えてください。",
    "conflict.not-here": "退居した方に{drug}の記録があります（{happenedAt}）。誰に渡したか確認してください。",
    "conflict.contradiction":
      "{drug}について食い違う記録があります（{happenedAt}）。その場にいた人に確認してください。",
    "flag.against-check":
      "確認で止められた{drug}が、理由なしに{happenedAt}に与薬されました。本人の様子を見てください。",
    "flag.not-permitted":
      "{drug}が{happenedAt}に、与薬できない職員によって与薬されました。本人の様子を見て、責任者に伝えてください。",
    "flag.unknown-order": "ここで処方されていない薬の記録があります（{happenedAt}）。何を渡したか確認してください。",
    "flag.no-lease":
      "{drug}が{happenedAt}に、通信のないまま、持ち出しの手続きをしていない端末で与薬されました。重複がないか確認してください。",
    "flag.unknown-session":
      "{drug}の記録（{happenedAt}）は、その時サインインしていない職員の名前です。誰が渡したか確認してください。",
    "flag.unproven-witness": "{drug}（{happenedAt}）の立ち会いは、通信がなかったため本人の確認が必要です。",
    robot: "薬を届けるロボットがスタッフを呼んでいます（{happenedAt}）。理由はロボットへの依頼に書かれています。",
    "flag.clock": "{drug}が先の時刻（{happenedAt}）で記録されました。端末の時計を合わせ、時刻を確認してください。",
  },
  ko: {
    title: "제때 투약",
    about: "투약 시간이 되면 알리고, 늦거나 빠진 약을 알려 주며, 복용했는지와 필요시 약의 효과를 묻습니다.",
    gives: "이 분의 투약 담당",
    carer: "요양보호사",
    nurse: "간호사",
    decideHours: "복용하지 못한 약의 결정을 기다리는 시간",
    round: "{dueAt} 약: {drugs}",
    overdue: "{dueAt} 약이 늦었습니다: {drugs}. 지금 드리거나 드리지 못한 이유를 기록하세요.",
    omitted: "{dueAt} 약이 빠졌습니다: {drugs}. 간호사가 조치를 결정하세요.",
    confirm: "{drug}을(를) {givenAt}에 건넸습니다. 드셨나요?",
    effect: "필요시 약 {drug}을(를) {givenAt}에 드렸습니다. 효과가 있었나요?",
    decide: "{drug}: {happenedAt}에 {outcome}. 조치를 결정하세요.",
    "outcome.refused": "복용 거부",
    "outcome.spat-out": "뱉음",
    "outcome.vomited": "구토",
    "outcome.partly": "일부만 복용",
    "outcome.missing": "약이 없음",
    "conflict.given-twice":
      "{drug}이(가) 중복 투약되었습니다(두 번째 {happenedAt}). 어르신을 살피고 의사에게 연락하세요.",
    "conflict.too-soon": "{drug}이(가) 간격을 두지 않고 {happenedAt}에 투약되었습니다. 어르신을 살피세요.",
    "conflict.too-many":
      "{drug}이(가) {happenedAt}에 투약되어 24시간 최대 횟수를 넘었습니다. 어르신을 살피고 의사에게 연락하세요.",
    "conflict.after-end": "중단된 {drug}이(가) {happenedAt}에 투약되었습니다. 의사에게 알리세요.",
    "conflict.on-hold": "보류 중인 {drug}이(가) {happenedAt}에 투약되었습니다. 의사에게 알리세요.",
    "conflict.not-here": "퇴소한 분에게 {drug} 기록이 있습니다({happenedAt}). 누구에게 드렸는지 확인하세요.",
    "conflict.contradiction":
      "{drug}에 대한 두 기록이 서로 맞지 않습니다({happenedAt}). 그 자리에 있던 사람에게 확인하세요.",
    "flag.against-check": "확인에서 막힌 {drug}이(가) 이유 없이 {happenedAt}에 투약되었습니다. 어르신을 살피세요.",
    "flag.not-permitted":
      "{drug}이(가) {happenedAt}에 투약 권한이 없는 직원에 의해 투약되었습니다. 어르신을 살피고 책임자에게 알리세요.",
    "flag.unknown-order": "여기서 처방되지 않은 약의 기록이 있습니다({happenedAt}). 무엇을 드렸는지 확인하세요.",
    "flag.no-lease":
      "{drug}이(가) {happenedAt}에 통신 없이, 가져가기를 하지 않은 기기로 투약되었습니다. 중복이 없는지 확인하세요.",
    "flag.unknown-session":
      "{drug} 기록({happenedAt})은 그때 로그인하지 않은 직원의 이름입니다. 누가 드렸는지 확인하세요.",
    "flag.unproven-witness": "{drug}({happenedAt})의 입회자는 통신이 없었으므로 직접 확인해야 합니다.",
    robot: "약을 가져가는 로봇이 {happenedAt}에 직원을 불렀습니다. 이유는 로봇 지시에 적혀 있습니다.",
    "flag.clock": "{drug}이(가) 앞선 시각({happenedAt})으로 기록되었습니다. 기기의 시계를 맞추고 시각을 확인하세요.",
  },
};
