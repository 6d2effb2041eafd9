import { expect } from '@playwright/test';
import { day as dayOf, now } from './clock';
import { View } from './measure';
import { Person } from './test';

/** A page in one of its states: who looks at it, and how they come there. */
export interface PageState {
  /** As in the route table of `app/src/app.rs`; "(none)" for answers that are no page of the app. */
  route: string;
  /** What is special about it, where a route is looked at in several states. */
  state: string;
  /** One of the invented people, or nobody. */
  who?: string;
  view: View;
  arrive: (person: Person) => Promise<void>;
  /** A form on it was refused. */
  refused?: boolean;
  /** The page answers with this status. */
  status?: number;
}

/** Opens an address. */
export const at = (path: string) => async (person: Person): Promise<void> => person.open(path);

/** Opens an address that no program takes over. */
export const plain = (path: string) => async (person: Person): Promise<void> => { await person.page.goto(path); };

/** Searches a list. What is typed stands in no address; the address that names the search is opened as any other. */
export const search = (list: string, words: string) => async (person: Person): Promise<void> => {
  await person.open(list);
  await person.field('q').fill(words);
  await person.post('/find').click();
  await expect(person.page).toHaveURL((url) => /^[0-9a-f]+$/.test(url.searchParams.get('find') ?? ''));
  const { pathname, search: asked } = new URL(person.page.url());
  await person.open(pathname + asked);
};

/** Opens the first page that a list leads to. */
export const first = (list: string, address: RegExp) => async (person: Person): Promise<void> => {
  await person.open(list);
  const links = await person.page.locator('main a').evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).pathname + (one as HTMLAnchorElement).search));
  const found = links.find((link) => address.test(link));
  expect(found, `a link to ${address} on ${list}: ${links.join(' ')}`).toBeDefined();
  await person.open(found ?? list);
};

/** Sends a form without having filled it in. */
export const sendEmpty = (arrive: PageState['arrive'], ending: string) => async (person: Person): Promise<void> => {
  await arrive(person);
  await person.post(ending).last().click();
  await expect(person.page.locator('main .summary')).toBeVisible();
  if (person.script) await expect(person.page.locator('main .summary')).toBeFocused();
};

/** From one page to the next by a link on it. */
export const then = (arrive: PageState['arrive'], ending: RegExp) => async (person: Person): Promise<void> => {
  await arrive(person);
  const links = await person.page.locator('main a').evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).pathname + (one as HTMLAnchorElement).search));
  const found = links.find((link) => ending.test(link));
  expect(found, `a link to ${ending}: ${links.join(' ')}`).toBeDefined();
  await person.open(found ?? '/');
};

const id = '[0-9a-f-]{36}';
const one = (prefix: string): RegExp => new RegExp(`^${prefix}/${id}$`);

const gunnel = 'Gunnel Ek';
const erik = 'Erik Lund';
const lena = 'Lena Holm';

/** The questions of asking, answered up to one of them. */
export const asking = (upTo: 'what' | 'days' | 'time' | 'where' | 'more' | 'review') => async (person: Person): Promise<void> => {
  await person.open('/home');
  await person.post('/ask/new').first().click();
  for (const step of ['what', 'days', 'time', 'where', 'more'] as const) {
    await person.at(new RegExp(`^/ask/[0-9a-f-]+/${step}$`));
    if (step === upTo) break;
    if (step === 'days') await person.page.locator('main label.choice').nth(1).click();
    if (step !== 'more') await person.page.locator('main label.choice').first().click();
    await person.post(`/${step}`).last().click();
  }
  if (upTo === 'review') await person.at(/\/review$/);
};

const request = first('/requests', one('/requests'));
const visit = first('/requests', one('/visits'));
const offer = first('/volunteer', one('/volunteer/offers'));
const task = first('/volunteer/visits', one('/volunteer/visits'));
const keep = (ending: string) => async (person: Person): Promise<void> => {
  await task(person);
  await plain(new URL(person.page.url()).pathname + ending)(person);
};
const staff = (what: string) => first(`/staff/${what}`, one(`/staff/${what}`));

const person = then(search('/staff/people', 'ek'), one('/staff/people'));
const karin = 'Karin Sten';

/** A role that reads about people is proposed, and waits for a second administrator. */
const proposeRole = async (person: Person): Promise<void> => {
  await search('/admin/roles', 'ek')(person);
  await person.page.locator('main label.choice:has(input[name="person"])').first().click();
  await person.choose('role', 'coordinator');
  await person.post('/roles/add').click();
  await expect(person.post('/take-back').first()).toBeVisible();
};

/** A kind of help is to demand less, and waits for a second administrator. */
const proposeKind = async (person: Person): Promise<void> => {
  await first('/admin/kinds', one('/admin/kinds'))(person);
  await person.choose('risk', '1');
  await person.post('/save').click();
  await expect(person.post('/take-back').first()).toBeVisible();
};

/** Somebody tells of a barrier. */
const tellBarrier = async (person: Person): Promise<void> => {
  await person.open('/accessibility');
  await person.field('body').fill('Knappen är för liten.');
  await person.post('/barrier').click();
  await expect(person.page.locator('main .box.success')).toBeVisible();
};

/** The card of the first visit of the coming days that is agreed. */
const card = async (reader: Person): Promise<void> => {
  for (let days = 0; days < 10; days += 1) {
    const day = dayOf(now() + days * 86_400_000);
    await reader.open(`/staff/visits?day=${day}`);
    const visits = await reader.page.locator('main tbody a[href^="/staff/visits/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    for (const visit of visits) {
      await reader.open(visit);
      const link = reader.page.locator('main a[href^="/staff/print/visits/"]');
      if (await link.count() > 0) return reader.open(await link.getAttribute('href') ?? '');
    }
  }
  throw new Error('no visit is agreed');
};

/** Presses a button of the bar below a list, with so many rows of it chosen. */
const bulk = (list: string, rows: number, what: 'take' | 'offer') => async (reader: Person): Promise<void> => {
  await reader.open(list);
  for (let row = 0; row < rows; row += 1) await reader.page.locator('main label.hit').nth(row).click();
  await reader.page.locator(`main .bulk button[value="${what}"]`).click();
  await reader.at(/^\/staff\/results\/[0-9a-f]{64}$/);
};

/** Every page of the app, most in several states. */
export const pages: PageState[] = [
  { route: '/', state: 'nobody', view: 'public', arrive: at('/') },
  { route: '/demo', state: '', view: 'public', arrive: at('/demo') },
  { route: '/sign-in/:token', state: '', view: 'public', arrive: at('/sign-in/not-a-link') },
  { route: '/settings', state: 'nobody', view: 'public', arrive: at('/settings') },
  { route: '/settings', state: 'senior', who: gunnel, view: 'senior', arrive: at('/settings?notice=saved') },
  { route: '/settings', state: 'volunteer', who: erik, view: 'volunteer', arrive: at('/settings') },
  { route: '/settings', state: 'coordinator', who: lena, view: 'coordinator', arrive: at('/settings') },
  { route: '/design', state: 'public', view: 'public', refused: true, arrive: at('/design') },
  { route: '/design', state: 'volunteer', who: erik, view: 'volunteer', refused: true, arrive: at('/design') },
  { route: '/design', state: 'coordinator', who: lena, view: 'coordinator', refused: true, arrive: at('/design') },
  { route: '/offline', state: 'nobody', view: 'public', arrive: plain('/offline') },
  { route: '/offline', state: 'senior', who: gunnel, view: 'senior', arrive: plain('/offline') },
  { route: '/notifications', state: 'senior', who: 'Vera Holmgren', view: 'senior', arrive: at('/notifications') },
  { route: '/notifications', state: 'volunteer', who: 'Maja Sandell', view: 'volunteer', arrive: at('/notifications') },
  { route: '/notifications', state: 'coordinator', who: lena, view: 'coordinator', arrive: at('/notifications') },
  { route: '/me', state: 'senior', who: gunnel, view: 'senior', arrive: at('/me') },
  { route: '/me', state: 'volunteer', who: erik, view: 'volunteer', arrive: at('/me') },
  { route: '/me', state: 'coordinator', who: lena, view: 'coordinator', arrive: at('/me') },

  // Help and law
  { route: '/help', state: '', view: 'public', arrive: at('/help') },
  { route: '/help/senior', state: '', who: gunnel, view: 'senior', arrive: at('/help/senior') },
  { route: '/help/volunteer', state: '', who: erik, view: 'volunteer', arrive: at('/help/volunteer') },
  { route: '/help/coordinator', state: '', who: lena, view: 'coordinator', arrive: at('/help/coordinator') },
  { route: '/privacy', state: '', who: gunnel, view: 'senior', arrive: at('/privacy') },
  { route: '/accessibility', state: '', who: gunnel, view: 'senior', arrive: at('/accessibility') },
  { route: '/accessibility', state: 'refused', view: 'public', arrive: sendEmpty(at('/accessibility'), '/barrier'), refused: true },
  { route: '/accessibility', state: 'told', view: 'public', arrive: tellBarrier },

  // Seniors
  { route: '/home', state: 'first time', who: gunnel, view: 'senior', arrive: at('/home') },
  { route: '/home', state: 'proposal', who: 'Vera Holmgren', view: 'senior', arrive: at('/home') },
  { route: '/home', state: 'visit tomorrow', who: 'Henning Ask', view: 'senior', arrive: at('/home') },
  { route: '/ask/:draft/what', state: '', who: gunnel, view: 'senior', arrive: asking('what') },
  { route: '/ask/:draft/what', state: 'refused', who: gunnel, view: 'senior', refused: true, arrive: sendEmpty(asking('what'), '/what') },
  { route: '/ask/:draft/days', state: '', who: gunnel, view: 'senior', arrive: asking('days') },
  { route: '/ask/:draft/days', state: 'refused', who: gunnel, view: 'senior', refused: true, arrive: sendEmpty(asking('days'), '/days') },
  { route: '/ask/:draft/time', state: '', who: gunnel, view: 'senior', arrive: asking('time') },
  { route: '/ask/:draft/where', state: '', who: gunnel, view: 'senior', arrive: asking('where') },
  { route: '/ask/:draft/more', state: '', who: gunnel, view: 'senior', arrive: asking('more') },
  { route: '/ask/:draft/call', state: '', who: gunnel, view: 'senior', arrive: async (person) => {
    await asking('what')(person);
    await person.choose('kind', 'call');
    await person.post('/what').click();
    await person.at(/\/call$/);
  } },
  { route: '/ask/:draft/review', state: '', who: gunnel, view: 'senior', arrive: asking('review') },
  { route: '/requests', state: 'empty', who: gunnel, view: 'senior', arrive: at('/requests') },
  { route: '/requests', state: 'many', who: 'Sven-Erik Dahlman', view: 'senior', arrive: at('/requests') },
  { route: '/requests/:id/sent', state: '', who: 'Aino Mäkelä', view: 'senior', arrive: async (person) => {
    await asking('review')(person);
    await person.post('/send').click();
    await person.at(/\/sent$/);
  } },
  ...([
    ['sent', 'Greta Nyman'], ['late', 'Majken Fors'], ['question', 'Elsa Lindgård'], ['nobody yet', 'Alma Strid'],
    ['replacement', 'Siri Wall'], ['proposal', 'Vera Holmgren'], ['declined', 'Ture Kvist'], ['referred', 'Signe Rask'],
    ['taken back', 'Anna-Lisa Moberg'], ['nobody came', 'Hilda Brandel'],
  ].map(([state, who]): PageState => ({ route: '/requests/:id', state, who, view: 'senior', arrive: request }))),
  { route: '/requests/:id', state: 'answer refused', who: 'Elsa Lindgård', view: 'senior', refused: true, arrive: async (person) => {
    await request(person);
    await person.page.locator('main form[action$="/answer"]:has(textarea) button[type=submit]').first().click();
    await expect(person.page.locator('main .summary')).toBeVisible();
  } },
  { route: '/requests/:id/cancel', state: '', who: 'Greta Nyman', view: 'senior', arrive: async (person) => {
    await request(person);
    await person.open(`${new URL(person.page.url()).pathname}/cancel`);
  } },
  ...([['tomorrow', 'Henning Ask'], ['first meeting', 'Dagny Falk'], ['going on', 'Nils Grahn']]
    .map(([state, who]): PageState => ({ route: '/visits/:id', state, who, view: 'senior', arrive: visit }))),
  { route: '/visits/:id/code-word', state: '', who: 'Henning Ask', view: 'senior', arrive: then(visit, /\/code-word$/) },
  { route: '/visits/:id/cancel', state: '', who: 'Henning Ask', view: 'senior', arrive: then(visit, /\/cancel$/) },
  { route: '/visits/:id/feedback', state: '', who: 'Ebba Krook', view: 'senior', arrive: first('/home', /\/feedback$/) },

  // Volunteers
  ...([['nothing', erik], ['asked', 'Maja Sandell'], ['waiting', 'Johan Palmér'], ['new', 'Emma Kjellin'], ['held', 'Viktor Stålnacke'], ['paused', 'Hanna Ljungdal']]
    .map(([state, who]): PageState => ({ route: '/volunteer', state, who, view: 'volunteer', arrive: at('/volunteer') }))),
  { route: '/volunteer/offers/:id', state: 'asked', who: 'Maja Sandell', view: 'volunteer', arrive: offer },
  { route: '/volunteer/offers/:id', state: 'waiting', who: 'Johan Palmér', view: 'volunteer', arrive: offer },
  { route: '/volunteer/board/:request', state: '', who: erik, view: 'volunteer', arrive: first('/volunteer', one('/volunteer/board')) },
  { route: '/volunteer/visits', state: '', who: 'Petra Ohlin', view: 'volunteer', arrive: at('/volunteer/visits') },
  ...([['tomorrow', 'Petra Ohlin'], ['first meeting', 'Ali Rahimi'], ['going on', 'Amina Yusuf'], ['late', 'Lars Wiklander']]
    .map(([state, who]): PageState => ({ route: '/volunteer/visits/:id', state, who, view: 'volunteer', arrive: task }))),
  { route: '/volunteer/visits/:id/report', state: '', who: 'Sofia Engdahl', view: 'volunteer', arrive: then(task, /\/report$/) },
  { route: '/volunteer/visits/:id/report', state: 'refused', who: 'Sofia Engdahl', view: 'volunteer', refused: true, arrive: sendEmpty(then(task, /\/report$/), '/report') },
  { route: '/volunteer/visits/:id/kept', state: 'tomorrow', who: 'Petra Ohlin', view: 'volunteer', arrive: keep('/kept') },
  { route: '/volunteer/visits/:id/kept', state: 'going on', who: 'Amina Yusuf', view: 'volunteer', arrive: keep('/kept') },
  { route: '/volunteer/visits/:id/kept/report', state: '', who: 'Petra Ohlin', view: 'volunteer', arrive: keep('/kept/report') },
  { route: '/volunteer/visits/:id/cannot-come', state: '', who: 'Petra Ohlin', view: 'volunteer', arrive: then(task, /\/cannot-come$/) },
  { route: '/volunteer/history', state: '', who: 'Tuula Heino', view: 'volunteer', arrive: at('/volunteer/history') },
  { route: '/volunteer/profile', state: 'whole', who: erik, view: 'volunteer', arrive: at('/volunteer/profile') },
  { route: '/volunteer/profile', state: 'new', who: 'Hassan Omar', view: 'volunteer', arrive: at('/volunteer/profile') },
  { route: '/volunteer/join', state: '', view: 'volunteer', arrive: at('/volunteer/join') },
  { route: '/volunteer/join', state: 'refused', view: 'volunteer', refused: true, arrive: sendEmpty(at('/volunteer/join'), '/join') },
  { route: '/volunteer/join/thanks', state: '', view: 'volunteer', arrive: at('/volunteer/join/thanks') },

  // Coordinators
  { route: '/staff', state: '', who: lena, view: 'coordinator', arrive: at('/staff') },
  { route: '/staff/requests', state: '', who: lena, view: 'coordinator', arrive: at('/staff/requests') },
  { route: '/staff/requests/new', state: '', who: lena, view: 'coordinator', arrive: at('/staff/requests/new') },
  { route: '/staff/requests/:id', state: '', who: lena, view: 'coordinator', arrive: staff('requests') },
  { route: '/staff/requests/:id/decline', state: '', who: lena, view: 'coordinator', arrive: async (person) => {
    await first('/staff/requests?status=in_review', one('/staff/requests'))(person);
    await person.open(`${new URL(person.page.url()).pathname}/decline`);
  } },
  { route: '/staff/visits', state: '', who: lena, view: 'coordinator', arrive: at('/staff/visits') },
  { route: '/staff/visits/:id', state: '', who: lena, view: 'coordinator', arrive: staff('visits') },
  ...(['cancel', 'cannot-come', 'no-show'].map((what): PageState => ({
    route: '/staff/visits/:id/ask/:what', state: what, who: lena, view: 'coordinator', arrive: async (person) => {
      await staff('visits')(person);
      await person.open(`${new URL(person.page.url()).pathname}/ask/${what}`);
    },
  }))),
  { route: '/staff/volunteers', state: '', who: lena, view: 'coordinator', arrive: at('/staff/volunteers') },
  { route: '/staff/volunteers/:id', state: '', who: lena, view: 'coordinator', arrive: staff('volunteers') },
  { route: '/staff/people', state: '', who: lena, view: 'coordinator', arrive: search('/staff/people', 'ek') },
  { route: '/staff/people/:id', state: 'why', who: lena, view: 'coordinator', arrive: person },
  { route: '/staff/people/:id', state: 'refused', who: lena, view: 'coordinator', refused: true, arrive: sendEmpty(person, '/open') },
  { route: '/staff/people/:id', state: 'open', who: lena, view: 'coordinator', arrive: async (reader) => {
    await person(reader);
    await reader.choose('reason', 'call');
    await reader.post('/open').click();
    await expect(reader.post('/contact')).toBeVisible();
  } },
  { route: '/staff/concerns', state: '', who: lena, view: 'coordinator', arrive: at('/staff/concerns') },
  { route: '/staff/concerns/:id', state: '', who: lena, view: 'coordinator', arrive: staff('concerns') },
  { route: '/staff/concerns/:id/about', state: '', who: lena, view: 'coordinator', arrive: async (person) => {
    await staff('concerns')(person);
    await person.open(`${new URL(person.page.url()).pathname}/about`);
  } },
  { route: '/staff/figures', state: '', who: lena, view: 'coordinator', arrive: at('/staff/figures') },
  { route: '/staff/filters', state: '', who: lena, view: 'coordinator', arrive: at('/staff/filters?status=open&sort=due') },
  { route: '/staff/filters', state: 'refused', who: lena, view: 'coordinator', refused: true, arrive: sendEmpty(at('/staff/filters?status=open'), '/filters') },
  // Requests that are not approved yet: nobody is asked, and nothing changes.
  { route: '/staff/results/:draft', state: '', who: lena, view: 'coordinator', arrive: bulk('/staff/requests?status=submitted', 2, 'offer') },
  { route: '/staff/results/:draft', state: 'nothing chosen', who: lena, view: 'coordinator', arrive: bulk('/staff/requests?status=submitted', 0, 'take') },
  { route: '/staff/print/day', state: '', who: lena, view: 'coordinator', arrive: at('/staff/print/day') },
  { route: '/staff/print/visits/:id', state: '', who: lena, view: 'coordinator', arrive: card },
  { route: '/staff/help/keys', state: '', who: lena, view: 'coordinator', arrive: at('/staff/help/keys') },

  // Administrators
  ...(['', '/municipality', '/municipality/logo', '/areas', '/kinds', '/roles']
    .map((what): PageState => ({ route: `/admin${what}`, state: '', who: karin, view: 'coordinator', arrive: at(`/admin${what}`) }))),
  { route: '/admin/barriers', state: 'none', who: karin, view: 'coordinator', arrive: at('/admin/barriers') },
  { route: '/admin/areas/:id', state: '', who: karin, view: 'coordinator', arrive: first('/admin/areas', one('/admin/areas')) },
  { route: '/admin/kinds/:id', state: '', who: karin, view: 'coordinator', arrive: first('/admin/kinds', one('/admin/kinds')) },
  { route: '/admin/kinds/:id', state: 'waits', who: karin, view: 'coordinator', arrive: proposeKind },
  { route: '/admin/roles', state: 'waits', who: karin, view: 'coordinator', arrive: proposeRole },
  { route: '/admin/roles/:id/end', state: '', who: karin, view: 'coordinator', arrive: first('/admin/roles', /\/end$/) },

  // Everybody
  { route: '/concern/new', state: 'senior', who: gunnel, view: 'senior', arrive: at('/concern/new') },
  { route: '/concern/new', state: 'coordinator', who: lena, view: 'coordinator', arrive: at('/concern/new') },
  { route: '/concern/new', state: 'refused', who: erik, view: 'volunteer', refused: true, arrive: sendEmpty(at('/concern/new'), '/concern') },
  { route: '/concern/:id/sent', state: '', who: gunnel, view: 'senior', arrive: async (person) => {
    await person.open('/concern/new');
    await person.field('body').fill('Något kändes inte bra.');
    await person.choose('danger', 'yes');
    await person.post('/concern').click();
    await person.at(/\/sent$/);
  } },

  // What could not be taken is given back.
  { route: '/kept', state: 'nothing', who: gunnel, view: 'senior', arrive: plain('/kept') },

  // Answers that are no page
  { route: '(none)', state: 'no such page', view: 'public', status: 404, arrive: at('/no-such-page') },
  { route: '(none)', state: 'not mine', who: gunnel, view: 'coordinator', status: 403, arrive: at('/staff') },
  { route: '(none)', state: 'not signed in', view: 'senior', status: 401, arrive: at('/home') },
  { route: '/kept', state: 'a form', who: gunnel, view: 'senior', arrive: async (person) => {
    const typed = new URLSearchParams({ way_in: 'Ring på två gånger, och vänta. Jag har långt till dörren.' }).toString();
    await person.page.request.post('/language', { form: { locale: person.language, to: '/me/contact', typed }, maxRedirects: 0 });
    await person.page.goto('/kept');
    await expect(person.page.locator('main blockquote')).toBeVisible();
  } },
];
