import { MINUTE } from "./1-signal/index.ts";
import { replay } from "./zz-replay.ts";
import { chanceOf } from "./testing/hostile.ts";
import { MORNING, personOf, SmallHouse } from "./testing/small-house.ts";
import { dozy, falls, rhythm } from "./testing/small-skills.ts";
const names = ["ann", "ben", "cho"];
const ofMothers: any = { ...dozy, id: "mothers", suits: ({ pregnant }: any) => pregnant !== false };
const from = Number(process.argv[2] ?? 1), to = Number(process.argv[3] ?? 60);
for (let seed = from; seed <= to; seed++) {
  const chance = chanceOf(seed);
  const house = await new SmallHouse([dozy, rhythm(), ofMothers, falls]).open();
  for (const name of names) await house.admit(name);
  for (let i = 0; i < 40; i++) {
    const name = names[Math.floor(3 * chance())] as string;
    const d = chance();
    if (d < 0.2) await house.say(house.signal(name, "spo2", 95));
    else if (d < 0.5) await house.say(house.wave(name));
    else if (d < 0.6) await house.say(house.signal(name, "heart-rate", 60 + Math.round(60 * chance())));
    else if (d < 0.65) await house.say(house.signal(name, "fall", {}));
    else if (d < 0.7) await house.change({ type: "consent", person: personOf(name), purpose: "predict", given: chance() < 0.6 });
    else if (d < 0.78) await house.change({ type: "pregnant", person: personOf(name), pregnant: chance() < 0.5 });
    else if (d < 0.82) await house.change({ type: "skill-set", person: personOf(name), skill: "dozy", on: chance() < 0.8, settings: {}, version: i + 1 });
    const t = chance();
    if (t < 0.5) await house.wait(Math.round(chance() * 300), 50);
    else if (t < 0.9) await house.wait(Math.round(chance() * 2 * MINUTE), 170 + Math.round(chance() * 5000));
    else if (process.env.G && t < 0.95) { house.now += 40 * MINUTE; house.loop.tick(); await house.loop.idle(); }
    if (chance() < 0.15) {
      if (process.env.V && chance() < 0.4) house.skills = house.skills.map((s: any) => s.id === "dozy" && chance() < 0.5 ? { ...s, version: `1.0.${i}` } : s);
      if (chance() < 0.3) await house.loop.stop();
      house.now += 1 + Math.round(chance() * 300);
      await house.open();
    }
  }
  house.now += 1;
  await house.loop.stop();
  const { store, records } = house;
  const all = [...house.skills];
  const versions = new Map<string, any>();
  for (let i = 0; i < 40; i++) versions.set(`1.0.${i}`, { ...dozy, version: `1.0.${i}` });
  const re: any[] = [];
  const said = await replay({ onTurn: (t: any) => void re.push(t), store, records, skills: [...all, ...versions.values(), dozy], from: MORNING, to: house.now });
  if (said.differing.length || house.troubles.length) for (const d of said.differing.slice(0,1)) {
    const of = (l: any[]) => new Set(l.filter((t) => t.skill.id === d.skill && t.subject === d.subject).map((t) => `${t.now} a${t.arrival}`));
    const [a, b] = [of([...house.turns]), of(re)];
    console.log("only live", [...a].filter((x) => !b.has(x)), "only replay", [...b].filter((x) => !a.has(x)), "diff at", d.at, d.what);
    const es = await records.entries({}); console.log(es.filter((e) => Math.abs(e.at - d.at) < 4000 || e.type === "started").slice(-14).map((e) => `${e.at} ${e.type} ${e.subject} ${JSON.stringify(e.content).slice(0, 130)}`).join("\n"));
  }
  if (said.differing.length || house.troubles.length) console.log(seed, said.compared, JSON.stringify(said.differing.slice(0, 3)), house.troubles.slice(0, 1));
}
console.log("done");
