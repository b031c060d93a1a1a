import { Button, Drawer, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { type StaffView, useStaff } from "../link/queries.ts";
import { change, Trouble } from "../link/requests.ts";
import type { Role } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { useTroubleWords } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { asked } from "./kept/phone.ts";
import type { WitnessAnswer } from "./shapes.ts";
import type { AtBedside } from "./use-bedside.ts";
import { useOnline } from "./use-round-data.ts";

const mayWitness: readonly Role[] = ["nurse", "doctor", "pharmacist"];
const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0"] as const;

/** A second person looks, and signs with their own PIN on the same phone: for these doses only. */
export function WitnessSheet({ bedside, close }: { readonly bedside: AtBedside; readonly close: () => void }) {
  const { t } = useVoice();
  const online = useOnline();
  const [second, setSecond] = useState<StaffView | null>(null);
  const staff = useStaff().data ?? [];
  const others = staff.filter(
    ({ id, roles, active }) =>
      `staff:${id}` !== bedside.staff.id && active !== false && roles.some((role) => mayWitness.includes(role)),
  );
  const choose = (
    <div className="choices">
      <p>{t(online ? "witness.who" : "witness.offline")}</p>
      {others.map((one) => (
        <button key={one.id} type="button" className="choice" disabled={!online} onClick={() => setSecond(one)}>
          <Icon name="staff" /> {one.name}
        </button>
      ))}
      {others.length === 0 && online ? <p className="muted">{t("witness.nobody")}</p> : null}
    </div>
  );
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t("round.witness")}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      {second === null ? choose : <Sign bedside={bedside} second={second} close={close} />}
    </Drawer>
  );
}

const PIN_LENGTH = 6;

interface SignProps {
  readonly bedside: AtBedside;
  readonly second: StaffView;
  readonly close: () => void;
}

/** With the PIN, where the second person has one. */
const Sign = (props: SignProps) => (props.second.hasPin === false ? <Password {...props} /> : <Pin {...props} />);

/** Signs by the second person's own secret; gives what went wrong, in words, or null. */
function useSigning({ bedside, second, close }: SignProps) {
  const { t } = useVoice();
  const words = useTroubleWords();
  const [trouble, setTrouble] = useState<string | null>(null);
  const sign = async (secret: { readonly pin: string } | { readonly password: string }) => {
    const doses = bedside.checked?.decision.doses.map(({ id }) => id) ?? [];
    const said = { staff: second.id, ...secret, person: bedside.chart.person, doses };
    try {
      bedside.setWitness(await asked(() => change<WitnessAnswer>("POST", "/api/medication/witness", said)));
      close();
    } catch (error) {
      setTrouble(error instanceof Trouble && error.status === 401 ? t("witness.wrong") : words(error));
    }
  };
  return { sign, trouble };
}

function Password(props: SignProps) {
  const { t } = useVoice();
  const { sign, trouble } = useSigning(props);
  const [password, setPassword] = useState("");
  return (
    <div className="stack">
      <p>{t("witness.looks", { name: props.second.name })}</p>
      <PasswordInput
        label={t("door.password")}
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {trouble === null ? null : <p role="alert">{trouble}</p>}
      <Button disabled={password === ""} onClick={() => void sign({ password })}>
        {t("witness.sign")}
      </Button>
    </div>
  );
}

function Pin(props: SignProps) {
  const { t } = useVoice();
  const { sign, trouble } = useSigning(props);
  const [pin, setPin] = useState("");
  const press = async (digit: string) => {
    const longer = `${pin}${digit}`.slice(0, PIN_LENGTH);
    setPin(longer);
    if (longer.length < PIN_LENGTH) return;
    await sign({ pin: longer });
    setPin("");
  };
  return (
    <div className="pin">
      <p>{t("witness.looks", { name: props.second.name })}</p>
      <p className="pin-dots" role="status" aria-label={t("door.digits", { n: pin.length })}>
        {Array.from({ length: PIN_LENGTH }, (_, i) => i).map((i) => (
          <i key={i} data-filled={i < pin.length} />
        ))}
      </p>
      {trouble === null ? null : <p role="alert">{trouble}</p>}
      <div className="pin-keys">
        {digits.map((digit) =>
          digit === "" ? (
            <span key="gap" />
          ) : (
            <button key={digit} type="button" onClick={() => void press(digit)}>
              {digit}
            </button>
          ),
        )}
        <button type="button" aria-label={t("door.erase")} onClick={() => setPin((was) => was.slice(0, -1))}>
          <Icon name="back" />
        </button>
      </div>
    </div>
  );
}
