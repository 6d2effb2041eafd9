import { Page } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { screens } from './paths';

/** What is told beside a picture. */
export interface Shot {
  name: string;
  route: string;
  who: string;
  how: string;
  faults: string[];
  words: number;
  controls: number;
}

/** Takes a picture of the whole page. */
export async function shoot(page: Page, shot: Shot): Promise<void> {
  fs.mkdirSync(screens, { recursive: true });
  // Where the reader begins: focus and a scrolled page are no part of the picture.
  await page.screenshot({ path: path.join(screens, `${shot.name}.png`), fullPage: true, animations: 'disabled' });
  fs.writeFileSync(path.join(screens, `${shot.name}.json`), JSON.stringify(shot, null, 1));
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

/** One page with all pictures. */
export function writeIndex(): void {
  if (!fs.existsSync(screens)) return;
  const shots = fs.readdirSync(screens).filter((file) => file.endsWith('.json')).sort()
    .map((file) => JSON.parse(fs.readFileSync(path.join(screens, file), 'utf8')) as Shot);
  const figures = shots.map((shot) => `<figure><figcaption><b>${escape(shot.route)}</b><br>${escape(shot.who)}, ${escape(shot.how)}<br>`
    + `${shot.words} words, ${shot.controls} controls`
    + `${shot.faults.length ? `<ul>${shot.faults.map((fault) => `<li>${escape(fault)}</li>`).join('')}</ul>` : ''}</figcaption>`
    + `<a href="${encodeURI(shot.name)}.png"><img loading="lazy" src="${encodeURI(shot.name)}.png" alt=""></a></figure>`);
  const page = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Handslag: every page</title><style>body{font:15px sans-serif;display:flex;`
    + `flex-wrap:wrap;gap:24px;align-items:flex-start}figure{margin:0;width:340px}img{max-width:100%;border:1px solid #999}li{color:#900}</style>`
    + `<h1 style="width:100%">Every page, ${shots.length} pictures</h1>${figures.join('\n')}</html>\n`;
  fs.writeFileSync(path.join(screens, 'index.html'), page);
}
