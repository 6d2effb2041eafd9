import { Browser, expect, test as base } from '@playwright/test';
import { Accessible } from './accessible';
import { PageState } from './pages';
import { Server } from './server';
import { Reading, windowOf } from './spread';
import { Person, hydrated, newcomer } from './test';
import { Watch } from './watch';

/** A page in a state, as a test is called. */
export function named({ route, state }: PageState): string {
  return `${route}${state && ` (${state})`}`;
}

/** What a page in a state is held to, read in a language. */
export function heldTo({ view, refused }: PageState, { language }: Pick<Reading, 'language'>): Accessible {
  return { view, language, refused };
}

/** Somebody comes to a page in a state, and reads it in a way; without our scripts where those are blocked. */
async function arrived(browser: Browser, server: Server, watch: Watch, state: PageState, how: Reading, blocked: boolean): Promise<Person> {
  const { theme, text, width, language } = how;
  if (state.status) watch.provokes(state.status);
  const cookies: Record<string, string> = { theme, lang: language };
  if (text > 1) cookies.text = String(text);
  const person = await newcomer(browser, server, watch, { name: state.who, language, size: windowOf(width), cookies, silent: true, blocked });
  await state.arrive(person);
  if (person.script) await hydrated(person.page);
  await expect(person.page.locator('html')).toHaveAttribute('data-theme', theme);
  return person;
}

interface Fixtures {
  /** Comes to a page in a state, and reads it in a way. */
  reads: (state: PageState, how: Reading, blocked?: boolean) => Promise<Person>;
}

/** Looking changes little: one server does for all pages that a worker looks at. */
export const test = base.extend<Fixtures, { server: Server }>({
  server: [async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    expect.soft(server.faults(), 'errors that the server logged').toEqual([]);
  }, { scope: 'worker' }],
  reads: async ({ browser, server }, use) => {
    const watch = new Watch();
    const people: Person[] = [];
    await use(async (state, how, blocked = false) => {
      const person = await arrived(browser, server, watch, state, how, blocked);
      people.push(person);
      return person;
    });
    watch.silent();
    for (const person of people) await person.leave();
  },
});
