import { useEffect, useRef, useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Camera, type CameraSeen, openCamera } from "./camera.ts";

const CAMERA_KEY = "sakiyomi.round.camera";
/** Whether this phone scans with its camera: as it was left the last time. */
export const usesCamera = (): boolean => localStorage.getItem(CAMERA_KEY) === "on";
export const setUsesCamera = (on: boolean): void => localStorage.setItem(CAMERA_KEY, on ? "on" : "off");

type State = "opening" | "open" | "refused";

function useCamera(hear: (seen: CameraSeen) => void) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(hear);
  latest.current = hear;
  const [state, setState] = useState<State>("opening");
  const [torch, setTorch] = useState<Camera["torch"]>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    let camera: Camera | null = null;
    let isHere = true;
    openCamera(element, (seen) => latest.current(seen)).then(
      (opened) => {
        camera = opened;
        if (!isHere) return opened.stop();
        setState("open");
        setTorch(() => opened.torch);
      },
      () => setState("refused"),
    );
    return () => {
      isHere = false;
      camera?.stop();
    };
  }, []);
  return { video, state, torch };
}

/** What the camera sees, with a frame to aim at, and its lamp for a dark room. */
export function ScanView({ hint, hear }: { readonly hint: string; readonly hear: (seen: CameraSeen) => void }) {
  const { t } = useVoice();
  const { video, state, torch } = useCamera(hear);
  const [lit, setLit] = useState(false);
  return (
    <div className="scan-view" data-state={state}>
      <video ref={video} muted playsInline aria-label={t("scan.picture")} />
      <i className="scan-aim" aria-hidden="true" />
      <p className="scan-hint" role="status">
        {t(state === "refused" ? "scan.noCamera" : state === "opening" ? "scan.opening" : "scan.aim", { what: hint })}
      </p>
      {torch === null ? null : (
        <button
          type="button"
          className="scan-torch"
          aria-pressed={lit}
          onClick={() => void torch(!lit).then(() => setLit(!lit))}
        >
          <Icon name="torch" /> {t("scan.torch")}
        </button>
      )}
    </div>
  );
}
