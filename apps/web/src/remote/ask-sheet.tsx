import { Button, Drawer, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { serverNow } from "../link/clock.ts";
import { useDo } from "../look/toast.tsx";
import { useRoles } from "../medication/may.ts";
import { useVoice } from "../words/speak.tsx";
import { askReview, readStrip } from "./desk.ts";
import { type Askable, askableBy } from "./may.ts";
import type { Priority } from "./shapes.ts";
import { fromWall, wallOf } from "./wall.ts";

const lengths = ["10", "30", "60"] as const;
const priorities = ["routine", "today", "now"] as const;
/** A month of readings is what the doctor looks at. */
const PRESSURE_MS = 28 * 24 * 3_600_000;

/** Whether there is an ECG at all in what is asked about: nobody waits for an answer about nothing. */
function useHasEcg(person: string, from: number, until: number, enabled: boolean) {
  return useQuery({
    queryKey: ["remote", "strip", person, `${from}-${until}`, "share"],
    queryFn: async () => {
      const { leads } = await readStrip(person, `${from}-${until}`);
      const shares = leads.map(
        ({ values }) => values.filter((value) => value !== null).length / Math.max(1, values.length),
      );
      return Math.max(0, ...shares);
    },
    enabled,
  });
}

function Stretch({
  ends,
  setEnds,
  length,
  setLength,
}: {
  readonly ends: string;
  readonly setEnds: (ends: string) => void;
  readonly length: string;
  readonly setLength: (length: string) => void;
}) {
  const { t } = useVoice();
  return (
    <>
      <TextInput
        type="datetime-local"
        step={1}
        label={t("review.ends")}
        value={ends}
        onChange={(event) => setEnds(event.currentTarget.value)}
      />
      <div>
        <p className="field-title">{t("review.length")}</p>
        <SegmentedControl
          fullWidth
          aria-label={t("review.length")}
          data={lengths.map((value) => ({ value, label: t("review.seconds", { n: value }) }))}
          value={length}
          onChange={setLength}
        />
      </div>
    </>
  );
}

function Choice<T extends string>({
  title,
  data,
  value,
  set,
}: {
  readonly title: string;
  readonly data: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly set: (value: T) => void;
}) {
  return (
    <div>
      <p className="field-title">{title}</p>
      <SegmentedControl
        fullWidth
        aria-label={title}
        data={[...data]}
        value={value}
        onChange={(next) => set(next as T)}
      />
    </div>
  );
}

function EcgThere({ share }: { readonly share: number | undefined }) {
  const { t } = useVoice();
  if (share === undefined) return null;
  return share === 0 ? (
    <p className="notice">{t("review.noEcg")}</p>
  ) : (
    <p className="small">{t("review.hasEcg", { percent: Math.round(share * 100) })}</p>
  );
}

function Form({
  person,
  what: wanted,
  onClose,
}: {
  readonly person: string;
  readonly what: Askable;
  readonly onClose: () => void;
}) {
  const { t, zone } = useVoice();
  const act = useDo();
  const askable = askableBy(useRoles());
  const [what, setWhat] = useState<Askable>(askable.includes(wanted) ? wanted : askable[0]);
  const [ends, setEnds] = useState(() => wallOf(serverNow() - 5000, zone));
  const [length, setLength] = useState<string>("30");
  const [reason, setReason] = useState("");
  const [priority, setPriority] = useState<Priority>("routine");
  const until = what === "ecg" ? (fromWall(ends, zone) ?? 0) : serverNow();
  const from = what === "ecg" ? until - Number(length) * 1000 : until - PRESSURE_MS;
  const share = useHasEcg(person, from, until, what === "ecg" && until > 0).data;
  const isReady = reason.trim() !== "" && until > 0 && (what !== "ecg" || (share ?? 0) > 0);
  const send = async () => {
    const body = { kind: what, from, until, reason: reason.trim(), priority };
    const sent = await act(() => askReview(person, body), { done: t("review.sent"), renews: [["remote"], ["board"]] });
    if (sent !== null) onClose();
  };
  return (
    <div className="stack">
      <p className="notice">{t("review.emergency")}</p>
      <Choice
        title={t("review.what")}
        data={askable.map((value) => ({ value, label: t(`review.${value}`) }))}
        value={what}
        set={setWhat}
      />
      {what === "ecg" ? <Stretch {...{ ends, setEnds, length, setLength }} /> : null}
      {what === "ecg" ? <EcgThere share={share} /> : null}
      <Textarea
        label={t("review.reason")}
        description={t("review.reasonHint")}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Choice
        title={t("review.priority")}
        data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
        value={priority}
        set={setPriority}
      />
      <div className="form-end">
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button disabled={!isReady} onClick={() => void send()}>
          {t("review.send")}
        </Button>
      </div>
    </div>
  );
}

/** Whoever looks after somebody, or is at home with them, asks a doctor to look. */
export function AskDoctor({ person, what = "ecg" }: { readonly person: string; readonly what?: Askable }) {
  const { t } = useVoice();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("review.ask")}
      </Button>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="right"
        title={t("review.askTitle")}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        {isOpen ? <Form person={person} what={what} onClose={() => setOpen(false)} /> : null}
      </Drawer>
    </>
  );
}
