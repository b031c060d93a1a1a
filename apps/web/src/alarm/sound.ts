import type { Level } from "@sakiyomi/core";
import { rhythms } from "./rhythm.ts";

/** Fundamental and four harmonics: a single tone is masked by a single noise (IEC 60601-1-8 asks for at least four). */
const HARMONICS = [1, 0.6, 0.4, 0.25, 0.15];
const LOUDNESS = 0.18;

/** Plays bursts. A browser allows sound only after a gesture: `unlock` has to be called from one. */
export class Sounder {
  #audio: AudioContext | null = null;

  get ready(): boolean {
    return this.#audio?.state === "running";
  }

  async unlock(): Promise<boolean> {
    this.#audio ??= new AudioContext();
    await this.#audio.resume();
    return this.ready;
  }

  burst(level: Level): void {
    const { pulsesMs, pulseMs, hz } = rhythms[level];
    for (const at of pulsesMs) this.#pulse(at / 1000, pulseMs / 1000, hz);
  }

  /** The server is gone: falling, so that it is never mistaken for a person's alarm. */
  gone(): void {
    for (const [i, hz] of [660, 523, 392].entries()) this.#pulse(i * 0.4, 0.3, hz);
  }

  #pulse(after: number, seconds: number, hz: number): void {
    const audio = this.#audio;
    if (audio === null || audio.state !== "running") return;
    const from = audio.currentTime + 0.05 + after;
    const gain = audio.createGain();
    gain.connect(audio.destination);
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
    gain.gain.setValueAtTime(LOUDNESS, from + seconds - 0.03);
    gain.gain.linearRampToValueAtTime(0, from + seconds);
    for (const [i, share] of HARMONICS.entries()) {
      const tone = audio.createOscillator();
      const part = audio.createGain();
      part.gain.value = share / HARMONICS.length;
      tone.frequency.value = hz * (i + 1);
      tone.connect(part).connect(gain);
      tone.start(from);
      tone.stop(from + seconds);
    }
  }
}
