import { Browser, BrowserContext, Locator, Page, expect, test as base } from '@playwright/test';
import { Server } from './server';
import { Language, pattern, text } from './texts';
import { Watch } from './watch';

export { expect } from '@playwright/test';

/** Width and height of a window. */
export interface Size { width: number; height: number }
/** A tablet, upright: how seniors read. */
export const tablet: Size = { width: 820, height: 1180 };
/** A telephone: how volunteers read. */
export const phone: Size = { width: 390, height: 844 };
/** A desktop: how coordinators read. */
export const desktop: Size = { width: 1280, height: 900 };

/**
 * The page is there, and rests: the script has taken it over, or it is a page of the server alone, which has none; no form is being
 * sent, nothing says that one waits, no other page is on its way, and the focus is where it goes.
 */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const taken = document.documentElement.hasAttribute('data-hydrated')
      || (document.readyState === 'complete' && !document.querySelector('link[rel=modulepreload]'));
    return taken && !document.querySelector('[data-sending], #announce.waiting');
  });
  // Where the answer is the page that was there, its heading is too, and no focus moves.
  await page.waitForFunction(() => !document.documentElement.hasAttribute('data-navigating'), null, { timeout: 3_000 }).catch(() => {});
}

/** The page has a program, which has left it as it came. */
export async function plain(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-plain');
  await expect(page.locator('html')).not.toHaveAttribute('data-hydrated');
}

/** Signs in as one of the invented people, with the button of `/demo`. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/demo');
  const entry = page.locator('.people li').filter({ has: page.locator('b', { hasText: new RegExp(`^${name}$`) }) });
  await entry.locator('form[action="/demo/sign-in"] button').click();
  await expect(page.locator('header .who'), `${name} is signed in`).toContainText(name);
}

/** Moves the demonstration's clock; sign-ins do not age by it. */
export async function moveClock(page: Page, minutes: number): Promise<void> {
  // In steps of what the server takes at a time.
  for (let left = minutes; left > 0; left -= 60 * 24 * 60) {
    const answer = await page.request.post('/demo/clock', { form: { minutes: Math.min(left, 60 * 24 * 60) } });
    expect(answer.ok(), 'the clock moves').toBe(true);
  }
}

/** Somebody at a screen. */
export class Person {
  /** How often something was pressed. */
  presses = 0;

  constructor(
    readonly page: Page,
    readonly language: Language,
    readonly script: boolean,
  ) {}

  /** The product's words in this person's language. */
  t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }

  /** The product's words in this person's language, whatever stands in their placeholders. */
  like(key: string, values: Record<string, string | number> = {}): RegExp {
    return pattern(this.language, key, values);
  }

  /** Opens an address of ours. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    if (this.script) await hydrated(this.page);
  }

  /** Presses, and counts it. */
  async press(target: Locator): Promise<void> {
    this.presses += 1;
    await target.click();
  }

  /** The button that posts to an address with this ending. */
  post(ending: string): Locator {
    return this.page.locator(`main form[action$="${ending}"] button[type=submit]`);
  }

  /** Chooses a radio or ticks a box, by what it sends. */
  async choose(field: string, value: string): Promise<void> {
    await this.press(this.page.locator(`label.choice:has(input[name="${field}"][value="${value}"])`));
  }

  /** A field by its name. */
  field(name: string): Locator {
    return this.page.locator(`main [name="${name}"]:not([type=hidden])`);
  }

  /** The heading is this one. */
  async heading(expected: string | RegExp): Promise<void> {
    await expect(this.page.locator('h1')).toHaveText(expected);
  }

  /** The address is of this kind. */
  async at(expected: RegExp): Promise<void> {
    await expect(this.page).toHaveURL((url) => expected.test(url.pathname));
    await expect(this.page.locator('h1'), 'the page is there').toBeVisible();
    if (this.script) await hydrated(this.page);
  }

  /** Something stands on the page. */
  async sees(expected: string | RegExp): Promise<void> {
    await expect(this.page.locator('main')).toContainText(expected);
  }

  /** Something does not stand on the page. */
  async doesNotSee(expected: string | RegExp): Promise<void> {
    await expect(this.page.locator('main')).not.toContainText(expected);
  }

  /** Chooses the language with the button in the footer. */
  async speak(): Promise<void> {
    await this.page.locator(`footer form[action="/language"] button[value="${this.language}"]`).click();
    await expect(this.page.locator('html')).toHaveAttribute('lang', this.language);
    if (this.script) await hydrated(this.page);
  }

  /** Signs out. */
  async leave(): Promise<void> {
    await this.page.context().close();
  }
}

/** Who comes, and how they read. */
export interface Visit {
  /** One of the invented people; nobody is signed in where none is named. */
  name?: string;
  language?: Language;
  size?: Size;
  /** Whether script runs. */
  script?: boolean;
  cookies?: Record<string, string>;
  /** The language comes without pressing its button. */
  silent?: boolean;
  /** The service worker runs; elsewhere nothing stands between the page and the server. */
  worker?: boolean;
  /** The screen is pressed with fingers. */
  touch?: boolean;
  /** Script may run, but none of ours comes: a page without script, for tools that are script themselves. */
  blocked?: boolean;
}

/** A browser of one's own. */
export async function newcomer(browser: Browser, server: Server, watch: Watch, visit: Visit): Promise<Person> {
  const { name, language = 'sv', size = desktop, script = true, cookies = {}, silent = false, worker = false, touch = false, blocked = false } = visit;
  const context: BrowserContext = await browser.newContext({
    baseURL: server.url, viewport: size, javaScriptEnabled: script, locale: 'sv-SE', timezoneId: 'Europe/Stockholm',
    serviceWorkers: worker ? 'allow' : 'block', hasTouch: touch,
  });
  await watch.listen(context, script);
  if (blocked) {
    watch.blocksScripts();
    await context.route(/\.(js|wasm)$/, (route) => route.abort('blockedbyclient'));
  }
  await context.addCookies(Object.entries(cookies).map(([key, value]) => ({ name: key, value, url: server.url })));
  const person = new Person(await context.newPage(), language, script && !blocked);
  if (name !== undefined) {
    await signIn(person.page, name);
    if (silent) await person.page.request.post('/language', { form: { locale: language } });
    else if (language !== 'sv') await person.speak();
    else if (person.script) await hydrated(person.page);
  }
  return person;
}

interface Fixtures {
  /** A server with a database of its own, for this test alone. */
  server: Server;
  /** What the browsers complain about. */
  watch: Watch;
  /** Somebody comes. */
  come: (visit: Visit) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    expect.soft(server.faults(), 'errors that the server logged').toEqual([]);
  },
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    watch.silent();
  },
  come: async ({ browser, server, watch }, use) => {
    const people: Person[] = [];
    await use(async (visit) => {
      const person = await newcomer(browser, server, watch, visit);
      people.push(person);
      return person;
    });
    for (const person of people) await person.leave();
  },
});
