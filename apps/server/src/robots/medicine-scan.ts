import { readLabel } from "@sakiyomi/medication";
import { doubtedFor, moved, same } from "./medicine-doubt.ts";
import type {
  MedicineEvent,
  MedicineSettings,
  MedicineStage,
  MedicineState,
  MedicineStep,
  Moment,
} from "./medicine-state.ts";

type Turn = Extract<MedicineEvent, { readonly type: "turn" }>;

/** The same code so often in a row; null: not yet. Samples are told apart by their time. */
const readOf = (state: MedicineState, { code }: Turn): MedicineState["read"] => {
  const { read } = state;
  if (!code || read?.at === code.at) return read;
  return { code: code.text, at: code.at, times: read?.code === code.text ? read.times + 1 : 1 };
};

type Scan = (state: MedicineState, code: string, moment: Moment) => MedicineStep;

const packIn = (code: string): string | null => {
  const read = readLabel(code);
  return read.ok && read.value.type === "pack" ? `${read.value.gsrn} ${read.value.pack}` : null;
};

/** What is no code of ours, or fails its check digits, was misread: the scanner goes on looking. */
const isCode = (code: string): boolean => readLabel(code).ok;

const labelScanned: Scan = (state, code, moment) => {
  const pack = packIn(code);
  const isRight = pack !== null && state.errand?.labels.some((label) => packIn(label) === pack);
  if (!isRight) return doubtedFor(state, "label-other", moment);
  const next = { ...moved(state, "fetching", moment), label: code };
  return { state: next, effects: [{ do: "tell", message: { medicine: "take" } }] };
};

const bandScanned: Scan = (state, code, moment) => {
  const read = readLabel(code);
  if (!read.ok || read.value.type !== "wristband") return doubtedFor(state, "band-no-band", moment);
  const { label, name } = state;
  if (label === null || name === null) return doubtedFor(state, "band-unread", moment);
  const next = { ...moved(state, "deciding", moment), band: code, check: { at: moment.now, id: null } };
  const scan = { label, wristband: code, spokenName: name };
  return {
    state: next,
    effects: [
      { do: "tell", message: { medicine: "wait" } },
      { do: "check", scan },
    ],
  };
};

const scans: Readonly<Partial<Record<MedicineStage, Scan>>> = { label: labelScanned, band: bandScanned };

/** What the scanner reads, where something is to be read. */
export const scanned = (
  state: MedicineState,
  event: Turn,
  moment: Moment,
  { alike }: MedicineSettings,
): MedicineStep => {
  const scan = scans[state.stage];
  if (!scan) return same(state);
  const read = readOf(state, event);
  // Looking at the wrist, the scanner may meet the cup in the hand.
  const isCup = state.stage === "band" && read !== null && packIn(read.code) !== null;
  if (read === null || isCup || !isCode(read.code)) return same({ ...state, read: isCup ? null : read });
  return read.times >= alike ? scan(state, read.code, moment) : same({ ...state, read });
};
