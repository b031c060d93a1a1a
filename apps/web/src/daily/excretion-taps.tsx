import { Button, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { useEntry } from "./asked.ts";
import { Sheet, StoolTaps, Tap, type TapProps } from "./taps.tsx";

const VOIDS = [100, 200, 300] as const;
const MORE = [50, 100, 150, 200, 250, 300, 350, 400, 500, 600] as const;
const hows = ["toilet", "commode", "urinal", "pad", "catheter"] as const;

function VoidSheet({ person, onClose }: TapProps & { readonly onClose: () => void }) {
  const { t, code, kind } = useVoice();
  const save = useEntry(person);
  const [how, setHow] = useState<(typeof hows)[number]>("toilet");
  const [leaked, setLeaked] = useState(false);
  const give = (volumeMl: number | null) => {
    onClose();
    const value = { how, ...(volumeMl === null ? {} : { volumeMl }), ...(leaked ? { leaked } : {}) };
    void save(`${kind("void")} ${volumeMl === null ? code(how) : `${volumeMl} mL`}`, "void", value);
  };
  return (
    <Sheet title={kind("void")} onClose={onClose}>
      <SegmentedControl
        fullWidth
        orientation="vertical"
        aria-label={t("excr.how")}
        data={hows.map((value) => ({ value, label: code(value) }))}
        value={how}
        onChange={(value) => setHow(value as typeof how)}
      />
      <Switch label={t("chart.leaked")} checked={leaked} onChange={(event) => setLeaked(event.currentTarget.checked)} />
      <div className="grid">
        <button type="button" onClick={() => give(null)}>
          {t("excr.notMeasured")}
        </button>
        {MORE.map((ml) => (
          <button key={ml} type="button" onClick={() => give(ml)}>{`${ml} mL`}</button>
        ))}
      </div>
    </Sheet>
  );
}

export function VoidTaps({ person }: TapProps) {
  const { t, kind } = useVoice();
  const save = useEntry(person);
  const [open, setOpen] = useState(false);
  return (
    <div className="daily-taps">
      {VOIDS.map((volumeMl) => (
        <Tap
          key={volumeMl}
          label={`${kind("void")} ${volumeMl} mL`}
          onTap={() => void save(`${kind("void")} ${volumeMl} mL`, "void", { volumeMl, how: "toilet" })}
        >
          <b>{volumeMl}</b> mL
        </Tap>
      ))}
      <Tap label={t("excr.otherVoid")} onTap={() => setOpen(true)}>
        {t("daily.other")}
      </Tap>
      {open ? <VoidSheet person={person} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const ways = ["oral", "suppository", "enema"] as const;

/** Given against constipation; a medicine on order is said to be taken on its round. */
function LaxativeSheet({ person, onClose }: TapProps & { readonly onClose: () => void }) {
  const { t } = useVoice();
  const save = useEntry(person);
  const [name, setName] = useState("");
  const [how, setHow] = useState<(typeof ways)[number]>("oral");
  const give = () => {
    onClose();
    void save(name.trim(), "laxative", { name: name.trim(), how });
  };
  return (
    <Sheet title={t("daily.laxative")} onClose={onClose}>
      <TextInput
        label={t("excr.laxativeName")}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SegmentedControl
        fullWidth
        aria-label={t("excr.how")}
        data={ways.map((value) => ({ value, label: t(`excr.way.${value}`) }))}
        value={how}
        onChange={(value) => setHow(value as typeof how)}
      />
      <Button disabled={name.trim() === ""} onClick={give}>
        {t("app.save")}
      </Button>
    </Sheet>
  );
}

export function ExcretionTaps({ person }: TapProps) {
  const { t, kind } = useVoice();
  const [open, setOpen] = useState(false);
  return (
    <div className="excr-taps">
      <section>
        <h3>{kind("void")}</h3>
        <VoidTaps person={person} />
      </section>
      <section>
        <h3>{kind("stool")}</h3>
        <StoolTaps person={person} />
      </section>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("excr.giveLaxative")}
      </Button>
      {open ? <LaxativeSheet person={person} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
