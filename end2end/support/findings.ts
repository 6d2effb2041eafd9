import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { day } from './clock';
import { Rule, ruleOf } from './faults';
import { pages } from './pages';
import { binary, results, root, site } from './paths';
import { locales } from './texts';

/** `cargo xtask a11y --full` is running: "new", or "resume" where it goes on with what was read already. */
export const full = process.env.HANDSLAG_A11Y;

const folder = path.join(results, 'full');
const stampFile = path.join(folder, 'stamp');
/** What the accessibility statement is made of. */
const statement = path.join(root, 'app', 'accessibility.json');

/** A part of the full run: a page in a state and a language, or without its scripts. */
export type Way = (typeof locales)[number] | 'blocked';
export const ways: Way[] = [...locales, 'blocked'];

/** What was seen in a part. */
export interface Part {
  route: string;
  /** How often it was read. */
  readings: number;
  /** What is wrong, each with the readings where it is. */
  faults: Record<string, string[]>;
}

function fileOf(number: number, way: Way): string {
  return path.join(folder, `${String(number).padStart(3, '0')}-${way}.json`);
}

/** Whether a part was read already. */
export function known(number: number, way: Way): boolean {
  return fs.existsSync(fileOf(number, way));
}

/** Keeps what was seen in a part. */
export function keep(number: number, way: Way, part: Part): void {
  fs.writeFileSync(fileOf(number, way), `${JSON.stringify(part, null, 1)}\n`);
}

/** What is tested, in a few letters: what was read of another build is not gone on with. */
function stamp(): string {
  const names = site === undefined ? [] : fs.readdirSync(site, { recursive: true }).map(String).sort();
  return crypto.createHash('sha256').update(fs.readFileSync(binary)).update(names.join()).digest('hex');
}

/** Before the run: what was read of another build goes, and without "resume" everything. */
export function begin(): void {
  const now = stamp();
  if (full !== 'resume' || !fs.existsSync(stampFile) || fs.readFileSync(stampFile, 'utf8') !== now) fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(stampFile, now);
}

/** After the run: tells what was seen and, where every part was read, writes it for the accessibility statement. */
export function finish(): void {
  const files = pages.flatMap((_, number) => ways.map((way) => fileOf(number, way)));
  const read = files.filter((file) => fs.existsSync(file)).map((file) => JSON.parse(fs.readFileSync(file, 'utf8')) as Part);
  const wrong = new Map<string, { page: string; rule: Rule }>();
  for (const { route, faults } of read) {
    for (const fault of Object.keys(faults)) wrong.set(`${route} ${ruleOf(fault)}`, { page: route, rule: ruleOf(fault) });
  }
  const readings = read.reduce((sum, part) => sum + part.readings, 0);
  console.log(`${read.length} of ${files.length} parts, ${readings} readings, ${wrong.size} faults by page and rule; see ${folder}`);
  if (read.length < files.length) {
    console.log('Not everything was read: app/accessibility.json stays as it is.');
    return;
  }
  const date = day(Date.now());
  // What people know to be lacking besides stays.
  const { lacking } = JSON.parse(fs.readFileSync(statement, 'utf8')) as { lacking: string[] };
  fs.writeFileSync(statement, `${JSON.stringify({ date, states: pages.length, readings, faults: Array.from(wrong.values()), lacking }, null, 2)}\n`);
}
