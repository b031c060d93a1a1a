import type { FrameIn, SeenOut } from "./codes/reader-worker.ts";
import type { Seen } from "./codes/seen.ts";

export interface CameraSeen extends Seen {
  /** When the picture was taken, ms of performance.now(). */
  readonly at: number;
}

export interface Camera {
  stop(): void;
  /** null: this phone has none that can be switched. */
  readonly torch: ((on: boolean) => Promise<void>) | null;
}

/** Wider than this a picture takes longer to read and shows no more of a code at arm's length. */
const WIDEST = 1280;

/** The reader is started once and stays: its first answer waits for 1 MB of WebAssembly, no later one does. */
let reader: Worker | null = null;
export function startReader(): Worker {
  reader ??= new Worker(new URL("./codes/reader-worker.ts", import.meta.url), { type: "module" });
  return reader;
}

const rear: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: WIDEST }, height: { ideal: 720 } },
};

/** Shows the rear camera in `video` and tells every code that comes into sight. Rejects where there is no camera to use. */
export async function openCamera(video: HTMLVideoElement, tell: (seen: CameraSeen) => void): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia(rear);
  video.srcObject = stream;
  await video.play();
  const stopReading = readFrames(video, tell);
  const [track] = stream.getVideoTracks();
  return {
    stop: () => {
      stopReading();
      for (const one of stream.getTracks()) one.stop();
      video.srcObject = null;
    },
    torch: track === undefined ? null : torchOf(track),
  };
}

function torchOf(track: MediaStreamTrack): Camera["torch"] {
  const can = track.getCapabilities?.() as { readonly torch?: boolean } | undefined;
  if (!can?.torch) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

/** One picture at a time: the next one is taken when the reader has answered, so that none is read late. */
function readFrames(video: HTMLVideoElement, tell: (seen: CameraSeen) => void): () => void {
  const worker = startReader();
  let isOver = false;
  let takenAt = 0;
  let id = 0;
  const next = () => {
    if (!isOver) video.requestVideoFrameCallback(() => void take());
  };
  const take = async () => {
    if (isOver || video.videoWidth === 0) return;
    takenAt = performance.now();
    const width = Math.min(WIDEST, video.videoWidth);
    const frame = await createImageBitmap(video, { resizeWidth: width, resizeQuality: "medium" }).catch(() => null);
    if (frame === null) return next();
    id += 1;
    worker.postMessage({ id, frame } satisfies FrameIn, [frame]);
  };
  const hear = ({ data }: MessageEvent<SeenOut>) => {
    if (isOver || data.id !== id) return;
    for (const seen of data.seen) tell({ ...seen, at: takenAt });
    next();
  };
  worker.addEventListener("message", hear);
  next();
  return () => {
    isOver = true;
    worker.removeEventListener("message", hear);
  };
}
