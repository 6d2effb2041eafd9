import { Language } from '../support/texts';
import { minutesUntil } from '../support/clock';
import { acceptVolunteer, approve, ask, id, offerTo, openFromTodo, sayYes, take } from '../support/story';
import { desktop, expect, moveClock, phone, tablet, test } from '../support/test';

interface Run { title: string; language: Language; script: boolean; senior: string; volunteer: string; street: string; kind: string }

const swedish = { senior: 'Gunnel Ek', volunteer: 'Erik Lund', street: 'Storgatan', kind: 'Sällskap' };

/** One story for everybody: the words differ, the job does not. */
const runs: Run[] = [
  { title: 'in Swedish', language: 'sv', script: true, ...swedish },
  { title: 'in Swedish without script', language: 'sv', script: false, ...swedish },
  { title: 'in Finnish', language: 'fi', script: true, senior: 'Aino Mäkelä', volunteer: 'Pekka Laine', street: 'Åkervägen', kind: 'Seura' },
  { title: 'in English', language: 'en', script: true, ...swedish, kind: 'Company' },
];

for (const { title, language, script, senior, volunteer, street, kind } of runs) {
  test(`from the first question to the last answer, ${title}`, async ({ come }) => {
    test.setTimeout(240_000);
    const [given] = senior.split(' ');
    const [helper] = volunteer.split(' ');
    const gunnel = await come({ name: senior, language, script, size: tablet });

    const sent = await test.step('the senior asks', () => ask(gunnel, { kind, days: 2, note: 'Jag går med rullator. Hunden är snäll.' }));

    const lena = await come({ name: 'Lena Holm', language, script, size: desktop });
    await test.step('the coordinator sees it, takes it, approves it and asks a volunteer', async () => {
      await openFromTodo(lena, sent.number);
      await lena.sees(senior);
      await lena.sees('Jag går med rullator.');
      await take(lena);
      await gunnel.open(sent.path);
      await gunnel.heading(gunnel.t('requests.news_reading'));
      await approve(lena, 'En pratstund och en kopp kaffe.', 'Lena följer med första gången.');
      await gunnel.open(sent.path);
      await gunnel.heading(gunnel.t('requests.news_looking'));
      await offerTo(lena, volunteer);
    });

    const erik = await come({ name: volunteer, language, script, size: phone });
    await test.step('the volunteer says yes, and knows neither name nor address', async () => {
      await sayYes(erik, { unknown: [given, street] });
    });

    const visit = await test.step('the senior says yes', async () => {
      const path = await acceptVolunteer(gunnel, sent, helper);
      await gunnel.sees(helper);
      return path;
    });
    const word = (await gunnel.page.locator('main .codeword').innerText()).trim();
    expect(word.length).toBeGreaterThan(2);

    await test.step('the volunteer learns where, and the same word', async () => {
      await erik.open('/volunteer');
      await erik.press(erik.page.locator('main .news a'));
      await erik.at(new RegExp(`^/volunteer/visits/${id}$`));
      await erik.sees(given);
      await erik.sees(street);
      await expect(erik.page.locator('main .codeword')).toHaveText(word);
      await expect(erik.post('/start'), 'it is too early to start').toHaveCount(0);
    });

    await test.step('on the day the volunteer starts, finishes and tells', async () => {
      await moveClock(erik.page, minutesUntil(sent.days[0], 10));
      await erik.open(`/volunteer/visits/${visit.split('/').pop()}`);
      await erik.press(erik.post('/start'));
      await expect(erik.post('/finish')).toBeVisible();
      await gunnel.open('/home');
      await gunnel.sees(gunnel.t('requests.news_ongoing'));
      await moveClock(erik.page, 55);
      await erik.press(erik.post('/finish'));
      await erik.at(/\/report$/);
      await erik.choose('outcome', 'as_planned');
      await erik.field('minutes').fill('55');
      await erik.choose('experience', 'good');
      for (const kept of ['money', 'keys', 'medicines']) await erik.choose('kept', kept);
      await erik.field('text').fill('Vi drack kaffe och tittade på bilder.');
      await erik.press(erik.post('/report'));
      await erik.sees(erik.t('volunteer_visits.reported_line'));
      await erik.doesNotSee(street);
    });

    await test.step('the senior says how it was, and tells a concern', async () => {
      await gunnel.open('/home');
      await gunnel.press(gunnel.page.locator('main .news a'));
      await gunnel.at(new RegExp(`^${visit}/feedback$`));
      await gunnel.press(gunnel.page.locator('main label.choice:has(input[value="good"])'));
      await gunnel.press(gunnel.post('/feedback'));
      await gunnel.heading(gunnel.like('senior_visits.thanks'));
      await gunnel.open('/concern/new');
      await gunnel.field('body').fill('Dörren stod öppen när han gick.');
      await gunnel.choose('danger', 'no');
      await gunnel.press(gunnel.post('/concern'));
      await gunnel.at(new RegExp(`^/concern/${id}/sent$`));
      await gunnel.heading(gunnel.t('concerns.sent_heading'));
    });

    await test.step('the coordinator reads the concern', async () => {
      await lena.open('/staff/concerns');
      await lena.press(lena.page.locator('main tbody tr').filter({ hasText: lena.t('concerns.status_received') }).getByRole('link').last());
      await lena.at(new RegExp(`^/staff/concerns/${id}$`));
      await lena.sees('Dörren stod öppen när han gick.');
    });
  });
}
