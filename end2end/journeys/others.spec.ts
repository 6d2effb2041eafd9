import { asking, search } from '../support/pages';
import { acceptVolunteer, approve, ask, id, offerTo, openFromTodo, row, sayYes, take, undo } from '../support/story';
import { Person, Visit, desktop, expect, hydrated, phone, tablet, test } from '../support/test';

const gunnelEk: Visit = { name: 'Gunnel Ek', size: tablet };
const lenaHolm: Visit = { name: 'Lena Holm', size: desktop };
const erikLund: Visit = { name: 'Erik Lund', size: phone };
const oneDay = { kind: 'Sällskap', days: 1 };
const text = 'En pratstund och en kopp kaffe.';
const meeting = 'Lena följer med första gången.';

/** The first link of this kind in the page. */
async function follow(person: Person, address: RegExp): Promise<void> {
  const links = await person.page.locator('main a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const found = links.find((link) => address.test(link));
  expect(found, `${address} among ${links.join(' ')}`).toBeDefined();
  await person.press(person.page.locator(`main a[href="${found}"]`).first());
  await person.at(new RegExp(address.source.replace(/\\\?.*/, '')));
}

test('a new person asks by telephone, and says yes by telephone', async ({ come }) => {
  const lena = await come(lenaHolm);
  await lena.open('/staff/requests/new');
  for (const [field, words] of Object.entries({
    given_name: 'Rune', family_name: 'Alvarsson', phone: '031-390 06 99', street: 'Storgatan 3', postal_code: '999 10', city: 'Älvstad',
    note: 'Hör lite dåligt. Vill gärna prata om båtar.',
  })) await lena.field(field).fill(words);
  await lena.field('area').selectOption({ label: 'Centrum' });
  await lena.field('kind').selectOption({ label: 'Sällskap' });
  await lena.field('mode').selectOption('home');
  await lena.page.locator('main label.choice:has(input[name="days"])').first().click();
  await lena.field('part').selectOption('morning');
  await lena.page.locator('main form[action="/staff/requests"] button[type=submit]').click();
  await lena.at(new RegExp(`^/staff/requests/${id}$`));
  await lena.sees('Rune Alvarsson');
  await lena.sees('Vill gärna prata om båtar.');
  // Whoever takes the call has the request.
  await approve(lena, text, meeting);
  await offerTo(lena, 'Erik Lund');

  const erik = await come(erikLund);
  await sayYes(erik, { unknown: ['Rune', 'Storgatan'] });

  await lena.page.reload();
  await hydrated(lena.page);
  await lena.press(lena.post('/senior-yes'));
  await expect(lena.post('/senior-yes')).toHaveCount(0);

  await erik.open('/volunteer');
  await follow(erik, new RegExp(`^/volunteer/visits/${id}$`));
  await erik.sees('Rune');
  await erik.sees('Storgatan');
});

test('a request is undone before anybody has taken it', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await lena.open('/staff');
  await expect(row(lena, sent.number)).toBeVisible();
  await undo(gunnel);
  await gunnel.heading(gunnel.t('requests.news_withdrawn'));
  await lena.page.reload();
  await expect(row(lena, sent.number)).toHaveCount(0);
});

test('a request that was taken cannot be undone, and is taken back on a page that asks once', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await openFromTodo(lena, sent.number);
  await take(lena);
  // The receipt is still on the senior's screen.
  await undo(gunnel);
  await gunnel.sees(gunnel.t('requests.notice_taken'));
  await follow(gunnel, /\/cancel$/);
  await gunnel.press(gunnel.post('/cancel'));
  await gunnel.heading(gunnel.t('requests.news_withdrawn'));
});

test('a senior cancels a visit, and the volunteer is told', async ({ come }) => {
  const henning = await come({ name: 'Henning Ask', size: tablet });
  await henning.open('/home');
  await henning.press(henning.page.locator('main .news a'));
  await henning.at(new RegExp(`^/visits/${id}$`));
  await follow(henning, /\/cancel$/);
  await henning.press(henning.post('/cancel'));
  await henning.at(new RegExp(`^/(visits|requests)/${id}$`));
  const petra = await come({ name: 'Petra Ohlin', size: phone });
  await petra.open('/notifications');
  await petra.sees(petra.t('messages.visit_cancelled'));
  await petra.open('/volunteer/visits');
  await petra.sees(petra.t('volunteer_visits.cancelled_heading'));
});

test('a volunteer cannot come: the senior is told, the coordinator asks another', async ({ come }) => {
  const petra = await come({ name: 'Petra Ohlin', size: phone });
  await petra.open('/volunteer/visits');
  await petra.press(petra.page.locator('main .card-link a[href^="/volunteer/visits/"]').first());
  await petra.at(new RegExp(`^/volunteer/visits/${id}$`));
  await follow(petra, /\/cannot-come$/);
  await petra.press(petra.post('/cannot-come'));
  await petra.at(new RegExp(`^/volunteer/visits/${id}$`));
  await petra.sees(petra.t('volunteer_visits.cancelled_by_volunteer'));
  const henning = await come({ name: 'Henning Ask', size: tablet });
  await henning.open('/home');
  await henning.sees(henning.like('requests.news_replacement'));
  const lena = await come(lenaHolm);
  await lena.open('/staff');
  await lena.press(lena.page.locator('main tbody tr').filter({ hasText: 'Henning Ask' }).getByRole('link').first());
  await lena.at(new RegExp(`^/staff/requests/${id}$`));
  await expect(lena.page.locator('#suggestions')).toBeVisible();
});

test('somebody signs up as a volunteer, and may be asked when everything is recorded', async ({ come }) => {
  const sanna = await come({ size: phone });
  await sanna.open('/');
  await sanna.press(sanna.page.locator('main a[href="/volunteer/join"]'));
  await sanna.at(/^\/volunteer\/join$/);
  await expect(sanna.field('given_name')).toBeVisible();
  for (const [field, words] of Object.entries({ given_name: 'Sanna', family_name: 'Björkegren', phone: '070-174 06 99', about: 'Jag tycker om att laga mat.' })) {
    await sanna.field(field).fill(words);
  }
  for (const choice of ['Centrum', 'Handla mat']) {
    await sanna.page.locator('main label.choice').filter({ has: sanna.page.locator('b', { hasText: new RegExp(`^${choice}$`) }) }).click();
  }
  await sanna.page.locator('main label:has(input[name="languages"][value="sv"])').click();
  await sanna.choose('consent', 'yes');
  await sanna.post('/join').click();
  await sanna.at(/^\/volunteer\/join\/thanks$/);
  await sanna.open('/volunteer');
  await sanna.sees(sanna.t('offers.missing_heading'));

  const lena = await come(lenaHolm);
  await search('/staff/volunteers', 'Björkegren')(lena);
  await lena.press(lena.page.locator('main tbody a').first());
  await lena.at(new RegExp(`^/staff/volunteers/${id}$`));
  await lena.heading('Sanna Björkegren');
  const recorded = lena.page.locator('main form[action$="/withdraw"]');
  const before = await recorded.count();
  const requirements = ['interview', 'agreement', 'pledge', 'introduction'];
  for (const [number, requirement] of requirements.entries()) {
    await lena.field('requirement').selectOption(requirement);
    await lena.choose('when', 'today');
    await lena.post('/record').click();
    await expect(recorded).toHaveCount(before + number + 1);
  }

  await sanna.open('/volunteer');
  // Nothing is missing, and the open board is there for her.
  await sanna.sees(sanna.t('offers.board_heading'));
  await sanna.doesNotSee(sanna.t('offers.missing_heading'));
});

test('a no names another way, in the senior’s language', async ({ come }) => {
  const aino = await come({ name: 'Aino Mäkelä', language: 'fi', size: tablet });
  const sent = await ask(aino, { kind: 'Seura', days: 1 });
  const lena = await come(lenaHolm);
  await openFromTodo(lena, sent.number);
  await take(lena);
  await follow(lena, /\/decline$/);
  const choice = lena.page.locator('main label.choice:has(input[value="home_care"])');
  const told = (await choice.locator('small').innerText()).trim();
  await lena.press(choice);
  await lena.press(lena.post('/decline'));
  await lena.at(new RegExp(`^/staff/requests/${id}$`));
  await aino.open(sent.path);
  await aino.heading(aino.t('requests.news_declined'));
  await aino.sees(aino.t('requests.other_way'));
  const shown = (await aino.page.locator('main').innerText()).replace(/\s+/g, ' ');
  expect(told.length).toBeGreaterThan(20);
  expect(shown, 'what the coordinator was shown is what the senior reads').toContain(told.split(/(?<=\.)\s/)[0].replace(/\s+/g, ' '));
});

test('two coordinators take one request: one gets it, the other is told who has it', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  const omar = await come({ name: 'Omar Haddad', size: desktop });
  await openFromTodo(lena, sent.number);
  await openFromTodo(omar, sent.number);
  await Promise.all([lena, omar].map((coordinator) => coordinator.post('/take').click()));
  for (const coordinator of [lena, omar]) await expect(coordinator.post('/approve')).toBeVisible();
  // Whoever does not have it may take it over.
  const late = async (person: Person): Promise<boolean> => person.post('/take-over').isVisible();
  expect(await late(lena), 'one of them has it').not.toBe(await late(omar));
  const [owner, other] = await late(lena) ? ['Omar Haddad', lena] as const : ['Lena Holm', omar] as const;
  await other.sees(owner);
  await expect(other.page.locator('main .box')).toContainText(owner);
});

test('what is to be done tells of something new without being loaded again', async ({ come }) => {
  const lena = await come(lenaHolm);
  await lena.open('/staff');
  const before = await lena.page.locator('main tbody tr').count();
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const link = lena.page.locator('main .live-link');
  await expect(link).toBeVisible();
  await expect(lena.page.locator('main tbody tr'), 'nothing that is being read is rewritten').toHaveCount(before);
  await lena.press(link);
  await expect(row(lena, sent.number)).toBeVisible();
});

test('a second press sends nothing twice', async ({ come }) => {
  const gunnel = await come({ ...gunnelEk, script: false });
  const sent = await ask(gunnel, oneDay);
  // Back to the page with the button: it says that it was sent.
  await gunnel.page.goBack();
  await gunnel.heading(gunnel.t('requests.already'));
  await expect(gunnel.page.locator(`main a[href="${sent.path}"]`)).toBeVisible();
  // From a draft of its own, with a double press.
  await asking('review')(gunnel);
  await gunnel.post('/send').dblclick();
  await gunnel.heading(gunnel.t('requests.sent'));
  await gunnel.open('/requests');
  await expect(gunnel.page.locator('main .card-link')).toHaveCount(2);
});

test('a language is chosen without leaving the page', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  await gunnel.open('/requests');
  const english = new Person(gunnel.page, 'en', true);
  await english.speak();
  await english.at(/^\/requests$/);
  await english.heading(english.t('requests.mine'));
  // It is kept with the account: a new browser knows it.
  const again = await come(gunnelEk);
  await expect(again.page.locator('html')).toHaveAttribute('lang', 'en');
});

test('signing out ends it, also for the page one goes back to', async ({ come, watch }) => {
  watch.provokes(401);
  const gunnel = await come(gunnelEk);
  await gunnel.open('/me');
  await gunnel.post('/sign-out').first().click();
  await gunnel.at(/^\/$/);
  await gunnel.open('/home');
  await gunnel.heading(gunnel.t('common.sign_in_heading'));
});

test('a visit that was agreed shows in both calendars of the day', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await openFromTodo(lena, sent.number);
  await take(lena);
  await approve(lena, text, meeting);
  await offerTo(lena, 'Erik Lund');
  const erik = await come(erikLund);
  await sayYes(erik, { unknown: ['Gunnel'] });
  await acceptVolunteer(gunnel, sent, 'Erik');
  await lena.open(`/staff/visits?day=${sent.days[0]}`);
  await lena.sees('Gunnel Ek');
  await lena.sees('Erik Lund');
});
