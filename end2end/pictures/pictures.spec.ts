import { expect } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { PageState, asking, at, first, then } from '../support/pages';
import { Server } from '../support/server';
import { Person, Size, desktop, newcomer, phone, tablet, test } from '../support/test';
import { languages } from '../support/texts';
import { Watch } from '../support/watch';

/** Where `cargo xtask pictures` wants them. */
const folder = process.env.HANDSLAG_PICTURES ?? '';
/** The quality of the WebP: letters stay sharp, and a picture below 25 kB. */
const quality = 55;

/** A part of a screen. */
interface Picture {
  /** As in `help.pic_…`. */
  name: string;
  /** One of the invented people. */
  who: string;
  arrive: PageState['arrive'];
  /** From the first of these elements to the last. */
  show: string[];
  /** What is left free around it, px. */
  around?: number;
}

const id = '[0-9a-f-]{36}';
const one = (prefix: string): RegExp => new RegExp(`^${prefix}/${id}$`);
const lena = 'Lena Holm';

/** The coordinators' page of what somebody has asked for. */
const staffRequest = (name: string) => async (person: Person): Promise<void> => {
  await person.open('/staff');
  await person.press(person.page.locator('main tbody tr').filter({ hasText: name }).getByRole('link').first());
  await person.at(one('/staff/requests'));
};

/** Half of a desktop, for what would be too wide to be read in a page. */
const half: Size = { width: 960, height: 900 };

/** What the help pages show, by the window it is seen in. */
const all: [Size, Picture[]][] = [
  [tablet, [
    { name: 'senior_home', who: 'Gunnel Ek', arrive: at('/home'), show: ['main h1', 'main .btn'] },
    { name: 'senior_review', who: 'Gunnel Ek', arrive: asking('review'), show: ['main h1', 'main dl.rows'] },
    { name: 'senior_sent', who: 'Greta Nyman', arrive: first('/requests', one('/requests')), show: ['main h1', 'main dl.rows'] },
    { name: 'senior_proposal', who: 'Vera Holmgren', arrive: first('/requests', one('/requests')), show: ['main h1', 'main form[action$="/yes"]', 'main form[action$="/no"]'] },
    { name: 'senior_visit', who: 'Henning Ask', arrive: first('/requests', one('/visits')), show: ['main h1', 'main .visit-card'] },
    { name: 'senior_concern', who: 'Gunnel Ek', arrive: at('/concern/new'), show: ['main .field:has(textarea)', 'main .btn-primary'] },
  ]],
  [phone, [
    { name: 'volunteer_profile', who: 'Hassan Omar', arrive: at('/volunteer/profile'), show: ['main h1', 'main dl.rows'] },
    { name: 'volunteer_offer', who: 'Maja Sandell', arrive: first('/volunteer', one('/volunteer/offers')), show: ['main h1', 'main dl.rows'] },
    { name: 'volunteer_visit', who: 'Petra Ohlin', arrive: first('/volunteer/visits', one('/volunteer/visits')), show: ['main dl.rows', 'main .codeword'] },
    { name: 'volunteer_going', who: 'Amina Yusuf', arrive: first('/volunteer/visits', one('/volunteer/visits')), show: ['main .codeword', 'main form[action$="/finish"]'] },
    { name: 'volunteer_report', who: 'Sofia Engdahl', arrive: then(first('/volunteer/visits', one('/volunteer/visits')), /\/report$/), show: ['main h1', 'main [name="minutes"]'] },
  ]],
  [desktop, [
    { name: 'coordinator_todo', who: lena, arrive: at('/staff'), show: ['main caption', 'main tbody tr:nth-child(-n+3)'], around: 0 },
    { name: 'coordinator_request', who: lena, arrive: first('/staff/requests?status=submitted', one('/staff/requests')), show: ['main .panel a[href^="tel:"]', 'main blockquote', 'main .panel:has(form[action$="/take"])'], around: 0 },
    { name: 'coordinator_suggestions', who: lena, arrive: staffRequest('Rut Hallberg'), show: ['#suggestions h2', '#suggestions label.choice:nth-child(-n+4)'] },
    { name: 'coordinator_concern', who: lena, arrive: first('/staff/concerns', one('/staff/concerns')), show: ['main .two-col > :first-child'] },
    { name: 'coordinator_day', who: lena, arrive: at('/staff/visits'), show: ['main h1', 'main .scroll:has(+ h2)'] },
  ]],
  [half, [
    { name: 'coordinator_phone', who: lena, arrive: at('/staff/requests/new'), show: ['main h1', 'main [name="family_name"]'] },
  ]],
];

const sizes: Record<string, Record<string, [number, number]>> = {};

for (const [size, pictures] of all) {
  for (const { name, who, arrive, show, around = 8 } of pictures) {
    for (const language of languages) {
      test(`${name} in ${language}`, async ({ browser }) => {
        const server = await Server.start();
        const watch = new Watch();
        const person = await newcomer(browser, server, watch, { name: who, language, size, cookies: { theme: 'light', text: '1' }, silent: true });
        const { page } = person;
        await arrive(person);
        await page.evaluate(() => document.fonts.ready);
        const boxes = await page.locator(show.join(',')).evaluateAll((elements) => elements.map((element) => {
          const { x, y, right, bottom } = element.getBoundingClientRect();
          return { x: x + scrollX, y: y + scrollY, right: right + scrollX, bottom: bottom + scrollY };
        }));
        expect(boxes.length, `${show.join(' and ')} on the page`).toBeGreaterThanOrEqual(show.length);
        const x = Math.max(0, Math.floor(Math.min(...boxes.map((box) => box.x)) - around));
        const y = Math.max(0, Math.floor(Math.min(...boxes.map((box) => box.y)) - around));
        const width = Math.ceil(Math.min(size.width, Math.max(...boxes.map((box) => box.right)) + around)) - x;
        const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) + around) - y;
        const devtools = await page.context().newCDPSession(page);
        const { data } = await devtools.send('Page.captureScreenshot', {
          format: 'webp', quality, captureBeyondViewport: true, clip: { x, y, width, height, scale: 1 },
        });
        fs.writeFileSync(path.join(folder, `${name}-${language}.webp`), Buffer.from(data, 'base64'));
        (sizes[name] ??= {})[language] = [width, height];
        watch.silent();
        await person.leave();
        await server.stop();
      });
    }
  }
}

test.afterAll(() => {
  const lines = Object.entries(sizes).map(([name, each]) => `  ${JSON.stringify(name)}: ${JSON.stringify(each)}`);
  fs.writeFileSync(path.join(folder, 'pictures.json'), `{\n${lines.join(',\n')}\n}\n`);
});
