import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useVoice } from "../words/speak.tsx";

/** A question with one clear answer, and a way out. */
export function Confirm({
  title,
  children,
  action,
  ready = true,
  onDo,
  onClose,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly ready?: boolean;
  readonly onDo: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useVoice();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app.close") }}>
      <div className="stack">{children}</div>
      <div className="form-end">
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button disabled={!ready} onClick={onDo}>
          {action}
        </Button>
      </div>
    </Modal>
  );
}
