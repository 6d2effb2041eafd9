import { search } from '../support/pages';
import { approve, ask, openFromTodo, take } from '../support/story';
import { Person, desktop, expect, phone, tablet, test } from '../support/test';

/** Words that stand nowhere else. */
const canary = {
  given: 'Kanarina', family: 'Fågelström', phone: '070-174 06 98', email: 'kanarina@fagel.example', street: 'Kanariestigen 7',
  note: 'Tyst kanariefågel.', numbered: 'Tyst kanariefågel, 19121212-1212.',
};
const needles = ['kanarina', 'fågelström', '070-174', '0701740698', 'fagel.example', 'kanariestigen', 'kanariefågel', '1212-1212'];

function found(text: string): string[] {
  let plain = text.toLowerCase();
  try {
    plain += ` ${decodeURIComponent(plain.replace(/\+/g, ' '))}`;
  } catch {
    // Not written as an address.
  }
  return needles.filter((needle) => plain.includes(needle));
}

/** Notes every address that this browser asks for. */
function listen(person: Person): string[] {
  const asked: string[] = [];
  person.page.on('request', (request) => asked.push(request.url()));
  person.page.on('framenavigated', (frame) => asked.push(frame.url()));
  return asked;
}

/**
 * What the browser keeps: our cookies, files of the site, and the page that says that there is no network; in none of them anything of
 * what was written. The one exception, a volunteer's next visits, has its own tests in `offline.spec.ts`: none of these people has any.
 */
async function keepsNothing(person: Person, asked: string[]): Promise<void> {
  const kept = await person.page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await Promise.all((await caches.keys()).map(async (name) => {
      const cache = await caches.open(name);
      return Promise.all((await cache.keys()).map(async (request) => {
        const answer = await cache.match(request);
        const words = /html|json/.test(answer?.headers.get('content-type') ?? '') ? await answer?.text() ?? '' : '';
        return { name, path: new URL(request.url).pathname, words };
      }));
    })).then((all) => all.flat()),
    scriptCookies: document.cookie,
    history: JSON.stringify(history.state) ?? '',
    window: window.name,
  }));
  expect(kept).toMatchObject({ local: [], session: [], databases: [], scriptCookies: '', window: '' });
  expect(found(kept.history)).toEqual([]);
  for (const { name, path, words } of kept.caches) {
    expect(`${name}${path}`).toMatch(/^(site-\w+\/(site\/[\w.-]+|offline)|visits\/list)$/);
    expect(found(words)).toEqual([]);
  }
  for (const cookie of await person.page.context().cookies()) {
    expect(['handslag', 'browser', 'lang', 'theme', 'text', 'listen', 'compact']).toContain(cookie.name);
    expect(cookie.httpOnly, `${cookie.name} is not for scripts`).toBe(true);
    expect(found(`${cookie.name}=${cookie.value}`)).toEqual([]);
  }
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((address) => found(address).length > 0)).toEqual([]);
}

test('canaries are found', () => {
  expect(found('http://x/?q=F%C3%A5gelstr%C3%B6m&b=tyst+kanarief%C3%A5gel')).toEqual(['fågelström', 'kanariefågel']);
  expect(found('http://x/nothing')).toEqual([]);
});

test('what was typed stands in the form again where the language was changed', async ({ come }) => {
  const erik = await come({ name: 'Erik Lund', size: phone });
  const finn = new Person(erik.page, 'fi', true);
  await erik.open('/me');
  await erik.field('phone').fill('070-174 06 99');
  await finn.speak();
  await expect(finn.field('phone')).toHaveValue('070-174 06 99');
  await finn.post('/me/contact').click();
  await finn.sees(finn.t('me.saved'));
  await expect(finn.page.locator('[data-kept]')).toBeHidden();
  await finn.open('/me');
  await expect(finn.page.locator('[data-kept]'), 'what was sent is kept no longer').toHaveCount(0);
  await expect(finn.field('phone')).toHaveValue(/69 ?9/);
});

test('nothing that people write about themselves is kept in the browser', async ({ come }) => {
  const sanna = await come({ size: phone, worker: true });
  const sannas = listen(sanna);
  await sanna.open('/volunteer/join');
  await sanna.field('given_name').fill(canary.given);
  // Asked about, and kept with the rest until it is taken away.
  await sanna.field('about').fill(canary.numbered);
  await sanna.post('/join').click();
  await expect(sanna.page.locator('main .summary')).toBeVisible();
  await keepsNothing(sanna, sannas);
  for (const [field, words] of Object.entries({
    family_name: canary.family, phone: canary.phone, email: canary.email, about: canary.note,
  })) await sanna.field(field).fill(words);
  for (const choice of ['Centrum', 'Sällskap']) {
    await sanna.page.locator('main label.choice').filter({ has: sanna.page.locator('b', { hasText: new RegExp(`^${choice}$`) }) }).click();
  }
  await sanna.page.locator('main label:has(input[name="languages"][value="sv"])').click();
  await sanna.choose('consent', 'yes');
  await sanna.post('/join').click();
  await sanna.at(/^\/volunteer\/join\/thanks$/);
  await sanna.open('/volunteer/profile');
  await sanna.sees(canary.given);
  await keepsNothing(sanna, sannas);

  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, worker: true });
  const gunnels = listen(gunnel);
  const sent = await ask(gunnel, { kind: 'Sällskap', days: 1, note: canary.note });
  await gunnel.open(sent.path);
  await keepsNothing(gunnel, gunnels);

  const lena = await come({ name: 'Lena Holm', size: desktop, worker: true });
  const lenas = listen(lena);
  await openFromTodo(lena, sent.number);
  await lena.sees(canary.note);
  await take(lena);
  await approve(lena, 'En tyst kanariefågel vill prata.', 'Kanariestigen 7, Lena följer med.', 'first_meeting');
  await keepsNothing(lena, lenas);
  await lena.open('/staff/requests/new');
  for (const [field, words] of Object.entries({
    given_name: canary.given, family_name: canary.family, phone: canary.phone, street: canary.street, note: canary.note,
  })) await lena.field(field).fill(words);
  await lena.page.locator('main form[action="/staff/requests"] button[type=submit]').click();
  await expect(lena.page.locator('main .summary')).toBeVisible();
  await keepsNothing(lena, lenas);
  for (const list of ['/staff', '/staff/requests', '/staff/requests/new', '/staff/volunteers', '/staff/people']) {
    await search(list, canary.family)(lena);
    await expect(lena.field('q')).toHaveValue(canary.family);
  }
  await keepsNothing(lena, lenas);
});
