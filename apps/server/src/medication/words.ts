/** One row a sentence: English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];

/** Lines of the journal about medicines. */
export const medicationJournal: Readonly<Record<string, Row>> = {
  "medication.ordered": ["Ordered: {drug} ({actor}).", "処方:{drug}({actor})", "처방: {drug} ({actor})"],
  "medication.drafted": [
    "Order drafted: {drug} ({actor}).",
    "処方の下書き:{drug}({actor})",
    "처방 초안: {drug} ({actor})",
  ],
  "medication.confirmed": [
    "Draft confirmed: {drug} ({actor}).",
    "処方の下書きを確定:{drug}({actor})",
    "처방 초안 확정: {drug} ({actor})",
  ],
  "medication.changed": ["Order changed: {drug} ({actor}).", "処方変更:{drug}({actor})", "처방 변경: {drug} ({actor})"],
  "medication.held": [
    "On hold: {drug}. {reason} ({actor})",
    "休薬:{drug}。{reason}({actor})",
    "투약 보류: {drug}. {reason} ({actor})",
  ],
  "medication.resumed": [
    "Resumed: {drug}. {reason} ({actor})",
    "投薬再開:{drug}。{reason}({actor})",
    "투약 재개: {drug}. {reason} ({actor})",
  ],
  "medication.stopped": [
    "Stopped: {drug}. {reason} ({actor})",
    "処方中止:{drug}。{reason}({actor})",
    "처방 중지: {drug}. {reason} ({actor})",
  ],
  "medication.allergy": [
    "Allergy recorded: {allergyTo} ({actor}).",
    "アレルギーを登録:{allergyTo}({actor})",
    "알레르기 등록: {allergyTo} ({actor})",
  ],
  "medication.allergy-removed": [
    "Allergy removed: {allergyTo}. {reason} ({actor})",
    "アレルギーの登録を取り消し:{allergyTo}。{reason}({actor})",
    "알레르기 등록 취소: {allergyTo}. {reason} ({actor})",
  ],
  "medication.check-give": [
    "Scanned before giving: all is right ({actor}).",
    "与薬前の照合:問題なし({actor})",
    "투약 전 확인: 이상 없음 ({actor})",
  ],
  "medication.check-warn": [
    "Scanned before giving: with a warning ({actor}).",
    "与薬前の照合:注意あり({actor})",
    "투약 전 확인: 주의 있음 ({actor})",
  ],
  "medication.check-block": [
    "Scanned before giving: stopped at “{check}” ({actor}).",
    "与薬前の照合:「{check}」で停止({actor})",
    "투약 전 확인: “{check}”에서 중단 ({actor})",
  ],
  "medication.prepared": ["Prepared: {drug} ({actor}).", "準備:{drug}({actor})", "준비: {drug} ({actor})"],
  "medication.handed": ["Handed over: {drug} ({actor}).", "手渡し:{drug}({actor})", "전달: {drug} ({actor})"],
  "medication.handed-override": [
    "Handed over against the check: {drug}. {reason} ({actor})",
    "照合の警告を承知のうえ手渡し:{drug}。{reason}({actor})",
    "확인 경고를 무릅쓰고 전달: {drug}. {reason} ({actor})",
  ],
  "medication.taken": ["Taken: {drug} ({actor}).", "服用を確認:{drug}({actor})", "복용 확인: {drug} ({actor})"],
  "medication.not-taken": [
    "Not taken: {drug}, {outcome} ({actor}).",
    "服用せず:{drug}、{outcome}({actor})",
    "복용하지 않음: {drug}, {outcome} ({actor})",
  ],
  "medication.effect": [
    "Effect of {drug}: {effect} ({actor}).",
    "{drug}の効果:{effect}({actor})",
    "{drug} 효과: {effect} ({actor})",
  ],
  "medication.struck-out": [
    "Entry struck out: {drug}. {reason} ({actor})",
    "与薬記録の取り消し:{drug}。{reason}({actor})",
    "투약 기록 취소: {drug}. {reason} ({actor})",
  ],
  "medication.flagged": ["Has to be looked at: {drug}, {flag}.", "要確認:{drug}、{flag}", "확인 필요: {drug}, {flag}"],
  "medication.imported": [
    "{count} orders were brought in from elsewhere ({actor}).",
    "{actor}が外部の処方{count}件を取り込みました。",
    "{actor} 님이 외부 처방 {count}건을 가져왔습니다.",
  ],
  "medication.wristband": [
    "Wristband number {printing} printed: {reason} ({actor})",
    "リストバンドを発行({printing}枚目):{reason}({actor})",
    "손목띠 발행({printing}번째): {reason} ({actor})",
  ],
  "medication.pack": [
    "Pack prepared: {drugs} ({actor}).",
    "分包を準備:{drugs}({actor})",
    "약포 준비: {drugs} ({actor})",
  ],
  "medication.pack-withdrawn": [
    "Pack withdrawn: {reason} ({actor})",
    "分包を回収:{reason}({actor})",
    "약포 회수: {reason} ({actor})",
  ],
  "medication.lease": [
    "{actor} took the medicines' round along, until {untilAt}.",
    "{actor}が与薬の担当端末を確保({untilAt}まで)",
    "{actor} 님이 투약 담당 기기를 확보({untilAt}까지)",
  ],
  "medication.lease-returned": [
    "{actor} gave the medicines' round back.",
    "{actor}が与薬の担当端末を解放",
    "{actor} 님이 투약 담당 기기를 반납",
  ],
  "medication.lease-broken": [
    "{actor} ended somebody else's round of medicines: {reason}",
    "{actor}が他の端末の与薬担当を解除:{reason}",
    "{actor} 님이 다른 기기의 투약 담당을 해제: {reason}",
  ],
  "medication.link-refused": [
    "Not accepted from device {device}: {code}.",
    "端末{device}からの記録を受け付けませんでした:{code}",
    "기기 {device}의 기록을 받지 않음: {code}",
  ],
  "medication.device": [
    "{actor} registered the device {device} for medicines.",
    "{actor}が与薬用の端末{device}を登録しました。",
    "{actor} 님이 투약용 기기 {device}을(를) 등록했습니다.",
  ],
  "medication.witness": [
    "{actor} signed as the second person, with {first}.",
    "{actor}が{first}とのダブルチェックに署名",
    "{actor} 님이 {first} 님과의 이중 확인에 서명",
  ],
  "medication.policy": [
    "{actor} changed the rules about medicines: {reason}",
    "{actor}が与薬の規則を変更:{reason}",
    "{actor} 님이 투약 규칙을 변경: {reason}",
  ],
  "medication.formulary": [
    "{actor} imported the list of drugs of {date} ({rows}).",
    "{actor}が{date}の薬価基準収載品目リストを取り込みました({rows}件)。",
    "{actor} 님이 {date} 의약품 목록을 가져왔습니다({rows}건).",
  ],
  "medication.pack-codes": [
    "{actor} imported codes of packages ({rows}).",
    "{actor}が包装コード表を取り込みました({rows}件)。",
    "{actor} 님이 포장 코드표를 가져왔습니다({rows}건).",
  ],
  "medication.incident": [
    "{actor} reported an incident (level {harm}).",
    "{actor}がインシデントを報告しました(レベル{harm})。",
    "{actor} 님이 사고를 보고했습니다(등급 {harm}).",
  ],
  "medication.incident-unnamed": [
    "Somebody reported an incident without a name (level {harm}).",
    "匿名でインシデントが報告されました(レベル{harm})。",
    "익명으로 사고가 보고되었습니다(등급 {harm}).",
  ],
};

/** Names that stand inside those lines. */
export const medicationNames: Readonly<Record<string, Row>> = {
  "look.medication": ["medicines", "与薬", "투약"],
  "outcome.refused": ["refused", "拒否", "거부"],
  "outcome.spat-out": ["spat out", "吐き出し", "뱉음"],
  "outcome.vomited": ["vomited", "嘔吐", "구토"],
  "outcome.partly": ["partly taken", "一部のみ服用", "일부만 복용"],
  "outcome.held": ["held back", "見合わせ", "투약 보류"],
  "outcome.missing": ["medicine missing", "薬なし", "약 없음"],
  "outcome.asleep": ["asleep", "入眠中", "수면 중"],
  "outcome.away": ["not in the house", "外出・外泊中", "외출·외박 중"],
  "effect.none": ["none", "なし", "없음"],
  "effect.some": ["some", "やや有効", "약간 있음"],
  "effect.good": ["good", "有効", "좋음"],
  "effect.worse": ["worse", "悪化", "악화"],
  "checked.patient": ["right patient", "患者", "환자"],
  "checked.drug": ["right drug", "薬剤", "약품"],
  "checked.dose": ["right dose", "用量", "용량"],
  "checked.route": ["right route", "用法(経路)", "투여 경로"],
  "checked.time": ["right time", "時間", "시간"],
  "checked.code": ["code", "コード", "코드"],
  "checked.order": ["order", "処方", "처방"],
  "checked.expiry": ["expiry", "使用期限", "유효기간"],
  "checked.hold": ["hold", "休薬", "투약 보류"],
  "checked.allergy": ["allergy", "アレルギー", "알레르기"],
  "checked.duplicate": ["duplicate", "重複", "중복"],
  "checked.maximum": ["maximum", "上限", "최대량"],
  "checked.given": ["given already", "与薬済み", "이미 투약됨"],
  "checked.witness": ["second person", "ダブルチェック", "이중 확인"],
  "checked.look-alike": ["look-alike", "類似名称", "유사 명칭"],
  "checked.permission": ["right to give", "権限", "권한"],
  "checked.lease": ["round held elsewhere", "担当端末", "담당 기기"],
  "checked.clock": ["clock", "時計", "시계"],
  "flag.given-twice": ["given twice", "重複与薬", "중복 투약"],
  "flag.too-soon": ["given too soon", "投与間隔不足", "투여 간격 부족"],
  "flag.too-many": ["given too often in 24 h", "24時間の上限超過", "24시간 최대 횟수 초과"],
  "flag.after-end": ["given after the order had ended", "中止後の与薬", "중지 후 투약"],
  "flag.on-hold": ["given while on hold", "休薬中の与薬", "보류 중 투약"],
  "flag.not-here": ["person had left", "退居後の記録", "퇴소 후 기록"],
  "flag.contradiction": ["contradicts another entry", "記録の矛盾", "기록 불일치"],
  "flag.no-lease": ["given offline without the round", "担当確保なしのオフライン与薬", "담당 확보 없이 오프라인 투약"],
  "flag.against-check": ["given against the check", "照合に反した与薬", "확인에 어긋난 투약"],
  "flag.not-permitted": ["without the right to", "権限なし", "권한 없음"],
  "flag.unknown-session": ["nobody of that name was signed in", "サインインの記録なし", "로그인 기록 없음"],
  "flag.unproven-witness": ["second person not proven", "ダブルチェック未認証", "이중 확인 미인증"],
  "flag.unknown-order": ["unknown order", "不明な処方", "알 수 없는 처방"],
  "flag.clock": ["the device's clock was ahead", "端末の時計の進み", "기기 시계가 빠름"],
};

/** What the page says of a refusal. */
export const medicationProblems: Readonly<Record<string, Row>> = {
  MED_ORDER: [
    "The order is incomplete or contradicts itself. Nothing was kept.",
    "処方の内容が足りないか、矛盾しています。保存していません。",
    "처방 내용이 빠졌거나 서로 맞지 않습니다. 저장하지 않았습니다.",
  ],
  MED_CHANGE: [
    "The order cannot be changed in this way. Look at it again.",
    "この処方はこのようには変更できません。もう一度確認してください。",
    "이 처방은 이렇게 변경할 수 없습니다. 다시 확인하세요.",
  ],
  DRUG_TABLE: [
    "The file has not the columns of this list. Nothing was imported.",
    "ファイルの列が一覧の形式と違います。取り込んでいません。",
    "파일의 열이 목록 형식과 다릅니다. 가져오지 않았습니다.",
  ],
  MED_BLOCKED: [
    "The check speaks against it. Do not give it.",
    "照合で問題が見つかりました。与薬しないでください。",
    "확인에서 문제가 발견되었습니다. 투약하지 마세요.",
  ],
  MED_GIVEN: [
    "This dose was given already. Do not give it again.",
    "この薬はすでに与薬済みです。重ねて与えないでください。",
    "이미 투약한 약입니다. 다시 투약하지 마세요.",
  ],
  MED_LEASE: [
    "Another device has this person's round.",
    "ほかの端末がこの方の与薬を担当しています。",
    "다른 기기가 이분의 투약을 담당하고 있습니다.",
  ],
  MED_CHECK: [
    "The scan is missing or too old. Scan again.",
    "照合がないか、時間が経ちすぎています。もう一度読み取ってください。",
    "확인이 없거나 오래되었습니다. 다시 스캔하세요.",
  ],
  MED_CHAIN: [
    "The device's records do not follow each other. Ask the administrator.",
    "端末の記録のつながりが途切れています。管理者に連絡してください。",
    "기기 기록이 이어지지 않습니다. 관리자에게 연락하세요.",
  ],
  MED_SIGNATURE: [
    "A record is not signed by this device. Ask the administrator.",
    "この端末の署名と一致しない記録があります。管理者に連絡してください。",
    "이 기기의 서명과 맞지 않는 기록이 있습니다. 관리자에게 연락하세요.",
  ],
  MED_DEVICE: [
    "This device is not registered for medicines. Open the round while there is a network.",
    "この端末は与薬用に登録されていません。ネットワークにつないで与薬画面を開いてください。",
    "이 기기는 투약용으로 등록되지 않았습니다. 네트워크에 연결해 투약 화면을 여세요.",
  ],
  MED_WITNESS: [
    "The second person has to sign again.",
    "ダブルチェックの署名をやり直してください。",
    "이중 확인 서명을 다시 받으세요.",
  ],
};
