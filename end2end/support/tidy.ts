import fs from 'node:fs';
import { finish, full } from './findings';
import { writeIndex } from './screens';
import { folder } from './server';

/** Once a run: the databases are not needed any more, and the pictures get their page. */
export default function tidy(): void {
  fs.rmSync(folder(), { recursive: true, force: true });
  writeIndex();
  if (full) finish();
}
