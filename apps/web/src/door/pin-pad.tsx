import { useState } from "react";
import { change } from "../link/requests.ts";
import type { Session } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { useEnter } from "./enter.ts";

const PIN_LENGTH = 6;
const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Six digits; the sixth enters. Typed on the pad or on a keyboard. */
export function PinPad({
  staff,
  onBack,
}: {
  readonly staff: { readonly id: string; readonly name: string };
  readonly onBack: () => void;
}) {
  const { t } = useVoice();
  const { enter, trouble, busy } = useEnter();
  const [pin, setPin] = useState("");
  const press = async (digit: string) => {
    if (busy) return;
    const longer = `${pin}${digit}`.slice(0, PIN_LENGTH);
    setPin(longer);
    if (longer.length < PIN_LENGTH) return;
    const entered = await enter(() => change<Session>("POST", "/api/session/pin", { staff: staff.id, pin: longer }));
    if (!entered) setPin("");
  };
  const erase = () => setPin((typed) => typed.slice(0, -1));
  const onKey = (key: string) => {
    if (/^\d$/.test(key)) void press(key);
    if (key === "Backspace") erase();
  };
  return (
    <fieldset
      className="pin fieldset"
      aria-label={t("door.pin", { name: staff.name })}
      onKeyDown={({ key }) => onKey(key)}
    >
      <button type="button" className="plain back" onClick={onBack}>
        <Icon name="back" /> {t("app.back")}
      </button>
      <h1>{t("door.pin", { name: staff.name })}</h1>
      <p className="pin-dots" role="status" aria-label={t("door.digits", { n: pin.length })}>
        {Array.from({ length: PIN_LENGTH }, (_, i) => i).map((i) => (
          <i key={i} data-filled={i < pin.length} />
        ))}
      </p>
      {trouble === null ? <p className="muted small">{t("door.pinHint")}</p> : <p role="alert">{trouble}</p>}
      <Keys press={(digit) => void press(digit)} erase={erase} eraseLabel={t("door.erase")} />
    </fieldset>
  );
}

function Keys({
  press,
  erase,
  eraseLabel,
}: {
  readonly press: (digit: string) => void;
  readonly erase: () => void;
  readonly eraseLabel: string;
}) {
  return (
    <div className="pin-keys">
      {[...digits, "", "0"].map((digit) =>
        digit === "" ? (
          <span key="gap" />
        ) : (
          <button key={digit} type="button" onClick={() => press(digit)}>
            {digit}
          </button>
        ),
      )}
      <button type="button" onClick={erase} aria-label={eraseLabel}>
        <Icon name="back" />
      </button>
    </div>
  );
}
