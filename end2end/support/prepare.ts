import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { untilMonday } from './clock';
import { begin, full } from './findings';
import { screens } from './paths';
import { fill } from './server';

/** Once a run: the database of invented people, which every server gets a copy of. */
export default function prepare(): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handslag-e2e-'));
  process.env.HANDSLAG_E2E_FOLDER = folder;
  process.env.HANDSLAG_E2E_AHEAD = String(untilMonday());
  fill(path.join(folder, 'demo.sqlite'));
  fs.mkdirSync(screens, { recursive: true });
  if (full) begin();
}
