import { Locator, expect } from '@playwright/test';
import { Person } from './test';

/** An id in an address. */
export const id = '[0-9a-f]{8}-[0-9a-f-]{27}';

/** What a senior asks for. */
export interface Wish {
  /** The kind's name in the senior's language. */
  kind: string;
  /** How many of the suggested days are ticked. */
  days: number;
  note?: string;
}

/** A request that was sent. */
export interface Sent {
  /** The address of the senior's own page of it. */
  path: string;
  /** As the coordinators write it. */
  number: string;
  /** The days that were ticked, `YYYY-MM-DD`. */
  days: string[];
}

/** The link with these words in a card, a list or a table; the words of a neighbour do not count. */
function card(person: Person, words: string): Locator {
  return person.page.locator('main label.choice').filter({ has: person.page.locator('b', { hasText: new RegExp(`^${words}$`) }) });
}

/** A senior asks, from the start page to the receipt: five questions, a look over it, and "send". */
export async function ask(senior: Person, wish: Wish): Promise<Sent> {
  await senior.open('/home');
  await senior.press(senior.post('/ask/new'));

  await senior.at(/^\/ask\/[0-9a-f-]+\/what$/);
  await senior.heading(senior.t('requests.q_what'));
  await senior.press(card(senior, wish.kind));
  await senior.press(senior.post('/what'));

  await senior.at(/\/days$/);
  await senior.heading(senior.t('requests.q_days'));
  const boxes = senior.page.locator('main input[name="days"]');
  const days: string[] = [];
  for (let number = 0; number < wish.days; number += 1) {
    days.push(await boxes.nth(number).getAttribute('value') ?? '');
    await senior.choose('days', days[number]);
  }
  expect(days.join(' ')).toMatch(/^(\d{4}-\d\d-\d\d ?)+$/);
  await senior.press(senior.post('/days'));

  await senior.at(/\/time$/);
  await senior.heading(senior.t('requests.q_time'));
  await senior.choose('part', 'morning');
  await senior.press(senior.post('/time'));

  await senior.at(/\/where$/);
  await senior.heading(senior.t('requests.q_where'));
  await senior.choose('mode', 'home');
  await senior.press(senior.post('/where'));

  await senior.at(/\/more$/);
  await senior.heading(senior.t('requests.q_more'));
  if (wish.note !== undefined) await senior.field('note').fill(wish.note);
  await senior.press(senior.post('/more'));

  await senior.at(/\/review$/);
  await senior.heading(senior.t('requests.review'));
  await senior.sees(wish.kind);
  if (wish.note !== undefined) await senior.sees(wish.note);
  await senior.press(senior.post('/send'));

  await senior.at(new RegExp(`^/requests/${id}/sent$`));
  await senior.heading(senior.t('requests.sent'));
  await senior.sees(senior.like('requests.line_due'));
  const number = (await senior.page.locator('main .bignum').innerText()).replace(/\s/g, '');
  expect(number).toMatch(/^\d+$/);
  return { path: new URL(senior.page.url()).pathname.replace(/\/sent$/, ''), number, days };
}

/** Somebody takes back what they pressed just now: they open "undo", and press the button in it. */
export async function undo(person: Person): Promise<void> {
  await person.press(person.page.locator('main details:has(form[action$="/undo"]) > summary'));
  await person.press(person.post('/undo'));
}

/** The row of a request in the coordinators' lists. */
export function row(coordinator: Person, number: string): Locator {
  return coordinator.page.locator('main tbody tr').filter({ has: coordinator.page.locator('a', { hasText: new RegExp(`^\\D*${number}$`) }) });
}

/** A coordinator opens a request from what is to be done. */
export async function openFromTodo(coordinator: Person, number: string): Promise<void> {
  await coordinator.open('/staff');
  await coordinator.press(row(coordinator, number).getByRole('link'));
  await coordinator.at(new RegExp(`^/staff/requests/${id}$`));
}

/** A coordinator takes the request that is open. */
export async function take(coordinator: Person): Promise<void> {
  await coordinator.press(coordinator.post('/take'));
  await expect(coordinator.post('/approve')).toBeVisible();
}

/**
 * A coordinator approves the request that is open: what volunteers read, the risk, and how the first meeting is arranged. Where one of the
 * texts seems private, they say that it is right.
 */
export async function approve(coordinator: Person, volunteerText: string, firstMeeting: string, privately?: string): Promise<void> {
  await coordinator.field('volunteer_text').fill(volunteerText);
  await coordinator.page.locator('main select[name="risk"]').selectOption('2');
  await coordinator.field('first_meeting').fill(firstMeeting);
  await coordinator.press(coordinator.post('/approve'));
  if (privately) {
    await coordinator.press(coordinator.page.locator(`label.choice:has(input[name="${privately}_right"])`));
    await coordinator.press(coordinator.post('/approve'));
  }
  await expect(coordinator.page.locator('#suggestions')).toBeVisible();
}

/** A coordinator asks one of the suggested volunteers. */
export async function offerTo(coordinator: Person, name: string): Promise<void> {
  await coordinator.press(card(coordinator, name));
  await coordinator.press(coordinator.page.locator('#suggestions form:has(input[name="volunteer"]) button[type=submit]'));
  await expect(coordinator.page.locator('main'), `${name} is asked`).toContainText(coordinator.t('review.offers'));
  await coordinator.sees(name);
  await expect(coordinator.page.locator('#suggestions input:checked'), 'nobody else is about to be asked').toHaveCount(0);
}

/** A volunteer says yes to what waits for an answer. */
export async function sayYes(volunteer: Person, ahead: { unknown: string[] }): Promise<void> {
  await volunteer.open('/volunteer');
  await volunteer.press(volunteer.page.locator('main .card-link a[href^="/volunteer/offers/"]').first());
  await volunteer.at(new RegExp(`^/volunteer/offers/${id}$`));
  await expect(volunteer.post('/yes')).toBeVisible();
  for (const secret of ahead.unknown) await volunteer.doesNotSee(secret);
  const times = volunteer.page.locator('main label.choice:has(input[name="time"])');
  if (await times.count() > 0) await volunteer.press(times.first());
  await volunteer.press(volunteer.post('/yes'));
  await volunteer.heading(volunteer.t('offers.thanks_heading'));
  for (const secret of ahead.unknown) await volunteer.doesNotSee(secret);
}

/** A senior says yes to who can come; the address of the visit. */
export async function acceptVolunteer(senior: Person, sent: Sent, givenName: string): Promise<string> {
  await senior.open('/home');
  await senior.press(senior.page.locator('main .news a'));
  await senior.at(new RegExp(`^${sent.path}$`));
  await senior.sees(givenName);
  await senior.press(senior.post('/yes'));
  await senior.at(new RegExp(`^/visits/${id}$`));
  return new URL(senior.page.url()).pathname;
}
