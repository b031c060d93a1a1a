import type { Words } from "@sakiyomi/core";
import { coreWords } from "@sakiyomi/core";
import type { AllWords } from "./api.ts";
import { medicationJournal, medicationNames, medicationProblems } from "./medication/words.ts";
import { capabilityRows, kindRows, phaseRows, placeRows, thingRows, whyRows } from "./robot-words.ts";
import { screeningJournal } from "./screening/words.ts";

/** One row a sentence: English, Japanese, Korean. */
type Row = readonly [en: string, ja: string, ko: string];

const journal: Readonly<Record<string, Row>> = {
  started: ["The server started.", "サーバーを起動しました。", "서버를 시작했습니다."],
  woke: ["The server woke from a pause.", "サーバーが休止から復帰しました。", "서버가 멈춤에서 깨어났습니다."],
  stopped: ["The server stopped.", "サーバーを停止しました。", "서버를 멈췄습니다."],
  retention: [
    "{samples} samples were older than {keepDays} days and were forgotten.",
    "{keepDays}日より古い計測値{samples}件を消去しました。",
    "{keepDays}일보다 오래된 측정값 {samples}건을 삭제했습니다.",
  ],
  traced: ["The state was saved.", "状態を保存しました。", "상태를 저장했습니다."],
  "clock-jumped": [
    "The server's clock jumped by {byMs} ms.",
    "サーバーの時計が{byMs}ミリ秒ずれました。",
    "서버 시계가 {byMs}밀리초 어긋났습니다.",
  ],
  pace: [
    "The computer's pace changed: skills have a turn {slowness} times as rarely as usual (1: as usual).",
    "コンピューターの処理速度に合わせました。各機能の判定は通常の{slowness}分の1の頻度です(1:通常どおり)。",
    "컴퓨터 처리 속도에 맞추었습니다. 각 기능의 판단은 평소의 {slowness}분의 1 빈도입니다(1: 평소대로).",
  ],
  place: ["Place added: {name}.", "場所を追加しました:{name}", "장소를 추가했습니다: {name}"],
  admitted: ["Admitted by {actor}.", "{actor}が入居の手続きをしました。", "{actor} 님이 입소 처리를 했습니다."],
  pregnant: ["Pregnant: {pregnant} ({actor}).", "妊娠:{pregnant}({actor})", "임신: {pregnant} ({actor})"],
  birthday: ["Is {ageYears} years old now.", "{ageYears}歳になりました。", "만 {ageYears}세가 되었습니다."],
  moved: ["Moved to {place} by {actor}.", "{actor}が{place}へ移しました。", "{actor} 님이 {place}(으)로 옮겼습니다."],
  discharged: ["Discharged by {actor}.", "{actor}が退居の手続きをしました。", "{actor} 님이 퇴소 처리를 했습니다."],
  bound: [
    "Device {device} put on by {actor}.",
    "{actor}が機器{device}を装着しました。",
    "{actor} 님이 기기 {device}을(를) 연결했습니다.",
  ],
  unbound: [
    "Device taken off by {actor}, from {untilAt}.",
    "{actor}が機器を外しました({untilAt}から)。",
    "{actor} 님이 기기를 뗐습니다({untilAt}부터).",
  ],
  consent: [
    "Consent to “{purpose}”: {given} ({actor}).",
    "「{purpose}」への同意:{given}({actor})",
    "“{purpose}” 동의: {given} ({actor})",
  ],
  "skill-set": [
    "Skill {skill}: on {on} ({actor}).",
    "スキル{skill}:使用{on}({actor})",
    "스킬 {skill}: 사용 {on} ({actor})",
  ],
  erased: [
    "The person's data were erased by {actor}.",
    "{actor}が本人の記録を消去しました。",
    "{actor} 님이 이 사람의 기록을 지웠습니다.",
  ],
  "review.taken": [
    "{actor} has taken the request for an answer.",
    "{actor}が判読を引き受けました。",
    "{actor} 님이 판독을 맡았습니다.",
  ],
  "review.given-back": [
    "{actor} has given the request for an answer back.",
    "{actor}が判読を手放しました。",
    "{actor} 님이 판독을 내려놓았습니다.",
  ],
  gone: ["Erased ({type}).", "消去済み({type})", "지워진 기록({type})"],
  charted: ["{kind}: {value} ({actor}).", "{kind}:{value}({actor})", "{kind}: {value} ({actor})"],
  "struck-out": [
    "Entered in error: {kind} {value}. {reason} ({actor})",
    "誤記として取り消し:{kind} {value}。{reason}({actor})",
    "오기록으로 취소: {kind} {value}. {reason} ({actor})",
  ],
  "policy-set": [
    "The escalation policy was changed by {actor}.",
    "{actor}が連絡の順序を変更しました。",
    "{actor} 님이 알림 단계 규칙을 바꿨습니다.",
  ],
  "handed-over": [
    "{actor} handed over to {to}.",
    "{actor}が{to}へ申し送りをしました。",
    "{actor} 님이 {to} 님에게 인계했습니다.",
  ],
  "handover-accepted": [
    "{actor} accepted the handover.",
    "{actor}が申し送りを受けました。",
    "{actor} 님이 인계를 받았습니다.",
  ],
  "skill-failed": ["Skill {skill} failed: {why}.", "スキル{skill}が失敗しました:{why}", "스킬 {skill} 실패: {why}"],
  refused: ["Not done: {code}.", "実行しませんでした:{code}", "실행하지 않음: {code}"],
};

const alerts: Readonly<Record<string, Row>> = {
  "alert-raised": ["Alert: {text}", "アラート:{text}", "알림: {text}"],
  "alert-changed": ["Alert changed: {text}", "アラートの変化:{text}", "알림 변경: {text}"],
  "alert-told": ["Told to {to}: {text}", "{to}へ連絡:{text}", "{to}에게 알림: {text}"],
  "alert-taken": ["{actor} takes it: {text}", "{actor}が対応中:{text}", "{actor} 님이 맡음: {text}"],
  "alert-done": ["{actor} has done it: {text}", "{actor}が対応済み:{text}", "{actor} 님이 처리함: {text}"],
  "alert-over": ["No longer so: {text}", "解消:{text}", "해소됨: {text}"],
  "alert-ended": ["Ended: {text}", "終了:{text}", "종료: {text}"],
  "task-set": ["To do by {dueAt}: {text}", "{dueAt}までに:{text}", "{dueAt}까지: {text}"],
  "task-changed": ["Now due at {dueAt}: {text}", "期限を{dueAt}に変更:{text}", "기한이 {dueAt}(으)로 바뀜: {text}"],
  "task-taken": ["{actor} takes on: {text}", "{actor}が担当:{text}", "{actor} 님이 담당: {text}"],
  "task-done": ["{actor} has done: {text}", "{actor}が実施:{text}", "{actor} 님이 완료: {text}"],
  "task-ended": ["No longer needed: {text}", "不要になりました:{text}", "더 이상 필요 없음: {text}"],
};

const orders: Readonly<Record<string, Row>> = {
  "order-placed": [
    "{actor} asks for: {capability} {asked}",
    "{actor}が依頼:{capability} {asked}",
    "{actor} 님의 요청: {capability} {asked}",
  ],
  "order-started": [
    "{actor} begins: {capability} {asked}",
    "{actor}が開始:{capability} {asked}",
    "{actor} 시작: {capability} {asked}",
  ],
  "order-done": [
    "{actor} has done: {capability} {asked}",
    "{actor}が完了:{capability} {asked}",
    "{actor} 완료: {capability} {asked}",
  ],
  "order-measured": [
    "{actor} has measured {asked}: {value} {unit} (an estimate)",
    "{actor}が測定:{asked} {value} {unit}(推定値)",
    "{actor} 측정: {asked} {value} {unit}(추정값)",
  ],
  "order-failed": [
    "{actor} could not: {capability} {asked} ({why})",
    "{actor}ができませんでした:{capability} {asked}({why})",
    "{actor} 실패: {capability} {asked} ({why})",
  ],
  "order-cancelled": [
    "Taken back by {actor}: {capability} {asked}",
    "{actor}が取り消し:{capability} {asked}",
    "{actor} 님이 취소함: {capability} {asked}",
  ],
  "order-over": ["Put away: {capability} {asked}", "記録済み:{capability} {asked}", "정리됨: {capability} {asked}"],
};

const access: Readonly<Record<string, Row>> = {
  "nap.sheet": [
    "Head of the nap check sheet of {date} written by {actor}.",
    "{actor}が午睡チェック表({date})の欄を記入しました。",
    "{actor} 님이 낮잠 확인표({date})의 머리글을 적었습니다.",
  ],
  "access.look": [
    "{actor} ({roles}) looked at: {what}.",
    "{actor}({roles})が閲覧:{what}",
    "{actor}({roles}) 님이 열람: {what}",
  ],
  "access.break-glass": [
    "{actor} broke the glass: {reason}",
    "{actor}が緊急閲覧:{reason}",
    "{actor} 님이 긴급 열람: {reason}",
  ],
  "access.refused": [
    "Refused to {actor}: {route} ({code}).",
    "{actor}に許可しませんでした:{route}({code})",
    "{actor} 님에게 거부됨: {route} ({code})",
  ],
  "access.wrong": [
    "A sign-in failed ({how}, {address}).",
    "サインインに失敗しました({how}、{address})",
    "로그인 실패 ({how}, {address})",
  ],
  "access.sign-in": [
    "{actor} signed in ({how}).",
    "{actor}がサインインしました({how})。",
    "{actor} 님이 로그인했습니다({how}).",
  ],
  "access.sign-out": ["{actor} signed out.", "{actor}がサインアウトしました。", "{actor} 님이 로그아웃했습니다."],
  "staff.added": [
    "{actor} added an account: {staff}.",
    "{actor}がアカウントを追加:{staff}",
    "{actor} 님이 계정을 추가: {staff}",
  ],
  "staff.changed": [
    "{actor} changed an account: {staff}.",
    "{actor}がアカウントを変更:{staff}",
    "{actor} 님이 계정을 변경: {staff}",
  ],
  "staff.passkey": [
    "{actor} changed or used a passkey.",
    "{actor}がパスキーを登録または使用しました。",
    "{actor} 님이 패스키를 등록하거나 사용했습니다.",
  ],
  "device.token": [
    "{actor} made a token for {device}.",
    "{actor}が{device}のトークンを発行しました。",
    "{actor} 님이 {device}의 토큰을 만들었습니다.",
  ],
  "device.withdrawn": [
    "{actor} withdrew the token of {device}.",
    "{actor}が{device}のトークンを無効にしました。",
    "{actor} 님이 {device}의 토큰을 취소했습니다.",
  ],
  "person.erase": [
    "{actor} asked to erase a person: {reason}",
    "{actor}が記録の消去を指示:{reason}",
    "{actor} 님이 기록 삭제를 지시: {reason}",
  ],
  "push.failed": [
    "A message did not reach a phone ({staff}).",
    "携帯への通知が届きませんでした({staff})。",
    "휴대전화 알림이 전달되지 않았습니다({staff}).",
  ],
  "nurse-call.set": [
    "{actor} set up the nurse-call.",
    "{actor}がナースコールを設定しました。",
    "{actor} 님이 너스콜을 설정했습니다.",
  ],
  "nurse-call.given-up": [
    "The nurse-call was not reached for a day: {reason}",
    "ナースコールに一日届きませんでした:{reason}",
    "너스콜에 하루 동안 전달되지 않았습니다: {reason}",
  ],
};

const robots: Readonly<Record<string, Row>> = {
  "robot.stop": [
    "{actor} asked {robot} to stop.",
    "{actor}が{robot}に停止を要求しました。",
    "{actor} 님이 {robot}에 정지를 요청했습니다.",
  ],
  "robot.release": [
    "{person} released the stop of {robot}.",
    "{person}が{robot}の停止を解除しました。",
    "{person} 님이 {robot}의 정지를 해제했습니다.",
  ],
  "robot.drive": [
    "{actor} took {robot} by hand.",
    "{actor}が{robot}を手で動かし始めました。",
    "{actor} 님이 {robot}을(를) 직접 조작하기 시작했습니다.",
  ],
  "robot.let-go": [
    "{actor} let go of {robot}.",
    "{actor}が{robot}から手を離しました。",
    "{actor} 님이 {robot}에서 손을 뗐습니다.",
  ],
  "robot.call": [
    "{robot}, with a medicine, asked somebody to come: {why}.",
    "{robot}が薬のことでスタッフを呼びました:{why}",
    "{robot}이(가) 약 때문에 직원을 불렀습니다: {why}",
  ],
  "robot.say": [
    "{robot} said something for {actor} (pages: {pages}).",
    "{actor}の依頼で{robot}が話しました(画面:{pages})。",
    "{actor} 님의 요청으로 {robot}이(가) 말했습니다(화면: {pages}).",
  ],
  "robot.task": [
    "{actor} set the task of {robot}: {task}.",
    "{actor}が{robot}のタスクを設定:{task}",
    "{actor} 님이 {robot}의 작업을 설정: {task}",
  ],
};

const plain: Readonly<Record<string, Row>> = {
  "word.yes": ["yes", "はい", "예"],
  "word.no": ["no", "いいえ", "아니요"],
  "word.nowhere": ["no bed", "ベッドなし", "침대 없음"],
  "look.page": ["page", "個人ページ", "개인 페이지"],
  "look.signals": ["signals", "測定データ", "측정 데이터"],
  "look.journal": ["journal", "記録", "기록"],
  "look.break-glass": ["emergency access", "緊急閲覧", "긴급 열람"],
};

/** What the page says of a refusal, by its code. */
const problems: Readonly<Record<string, Row>> = {
  ACCESS_SIGNED_OUT: [
    "You are signed out. Sign in again.",
    "サインアウトしています。もう一度サインインしてください。",
    "로그아웃되었습니다. 다시 로그인하세요.",
  ],
  ACCESS_ROLE: ["Your role does not permit this.", "この操作を行う権限がありません。", "이 작업을 할 권한이 없습니다."],
  ACCESS_PERSON: ["This person is not in your care.", "担当外の方です。", "담당하지 않는 분입니다."],
  ACCESS_FULL: [
    "Sign in with your passkey or password for this.",
    "この操作にはパスキーかパスワードでのサインインが必要です。",
    "이 작업에는 패스키나 비밀번호 로그인이 필요합니다.",
  ],
  ACCESS_CSRF: ["Load the page again.", "ページを読み込み直してください。", "페이지를 다시 불러오세요."],
  ACCESS_WRONG: ["Name or password is wrong.", "名前またはパスワードが違います。", "이름 또는 비밀번호가 틀렸습니다."],
  ACCESS_WAIT: [
    "Too many wrong tries. Wait a moment.",
    "入力の誤りが続きました。しばらく待ってください。",
    "여러 번 틀렸습니다. 잠시 기다려 주세요.",
  ],
  ACCESS_SETUP: [
    "This address was used already, or is wrong.",
    "このアドレスは使用済みか、正しくありません。",
    "이미 사용했거나 잘못된 주소입니다.",
  ],
  ACCESS_WEAK: [
    "Take a longer password (12 characters), or a PIN that is not a row.",
    "もっと長いパスワード(12文字以上)、または並びでないPINにしてください。",
    "더 긴 비밀번호(12자 이상)나 연속되지 않은 PIN을 쓰세요.",
  ],
  ACCESS_PASSKEY: [
    "The passkey could not be checked.",
    "パスキーを確認できませんでした。",
    "패스키를 확인하지 못했습니다.",
  ],
  REC_CONFLICT: [
    "Somebody changed it meanwhile. Look again.",
    "ほかの人が先に変更しました。もう一度確認してください。",
    "그 사이 다른 사람이 바꿨습니다. 다시 확인하세요.",
  ],
  STORE_FULL: [
    "The server's disk is full. Call the administrator.",
    "サーバーのディスクがいっぱいです。管理者に連絡してください。",
    "서버 디스크가 가득 찼습니다. 관리자에게 연락하세요.",
  ],
  HTTP_DEFECT: [
    "The server failed. Try again, and tell the administrator.",
    "サーバーでエラーが起きました。もう一度試し、管理者に伝えてください。",
    "서버 오류입니다. 다시 시도하고 관리자에게 알려 주세요.",
  ],
};

const withPrefix = (prefix: string, rows: Readonly<Record<string, Row>>) =>
  Object.entries(rows).map(([key, row]) => [`${prefix}${key}`, row] as const);

const all = [
  ...withPrefix("journal.", {
    ...journal,
    ...alerts,
    ...orders,
    ...access,
    ...robots,
    ...medicationJournal,
    ...screeningJournal,
  }),
  ...withPrefix("capability.", capabilityRows),
  ...withPrefix("thing.", thingRows),
  ...withPrefix("place.", placeRows),
  ...withPrefix("kind.", kindRows),
  ...withPrefix("phase.", phaseRows),
  ...withPrefix("why.", whyRows),
  ...withPrefix("", { ...plain, ...medicationNames }),
  ...withPrefix("problem.", { ...problems, ...medicationProblems }),
];

const column = (index: 0 | 1 | 2) => Object.fromEntries(all.map(([key, row]) => [key, row[index]]));

const words: Words = { en: column(0), ja: column(1), ko: column(2) };

/** The sentences of the server itself; those of the skills come beside them. */
export const serverWords: AllWords = { core: coreWords, server: words };
