import { expect } from '@playwright/test';

/** A page as the server sends it. */
export interface Sent { path: string; status: number; html: string }

/** What stands in an attribute. */
function plain(value: string): string {
  return value.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#x?27;|&#39;/g, "'").replace(/&amp;/g, '&');
}

function attribute(tag: string, name: string): string {
  return plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** An address without what makes it one of many: a kind of page. */
export function kind(path: string): string {
  const [pathname, query = ''] = path.split('?');
  const keys = query.split('&').map((pair) => pair.split('=')[0]).filter((key) => key !== '');
  return [pathname.replace(/\/[0-9a-f-]{30,}/g, '/:id'), ...keys].join(' ');
}

/** Somebody who reads pages and sends forms without a browser: quickly, and one page after the other. */
export class Reader {
  private readonly cookies = new Map<string, string>();
  private readonly read = new Map<string, number>();

  /** `shared` counts what everybody reads: no more than so many pages of a kind are asked for in all. */
  constructor(private readonly url: string, private readonly shared: Map<string, number>, private readonly enough: number) {}

  /** Signs in as one of the invented people. */
  async signIn(name: string): Promise<void> {
    const { html } = await this.get('/demo');
    const entry = html.split('<li>').find((one) => one.includes(`>${name}<`));
    expect(entry, `${name} is one of the invented people`).toBeDefined();
    const person = /name="person" value="([^"]+)"/.exec(entry ?? '')?.[1] ?? '';
    await this.send('/demo/sign-in', { person });
  }

  private async ask(path: string, form?: Record<string, string>): Promise<Sent> {
    for (let hops = 0, to = path, body = form; hops < 10; hops += 1) {
      const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(this.url + to, {
        method: body ? 'POST' : 'GET', redirect: 'manual', headers: { accept: 'text/html', cookie },
        ...(body && { body: new URLSearchParams(body) }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [pair] = line.split(';');
        const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
        if (/max-age=0/i.test(line)) this.cookies.delete(name);
        else this.cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      const html = await answer.text();
      if (!location) return { path: to, status: answer.status, html: /^text\/html/.test(answer.headers.get('content-type') ?? '') ? html : '' };
      to = location;
      body = undefined;
    }
    throw new Error(`${path} leads round and round`);
  }

  /** The page at an address. */
  get(path: string): Promise<Sent> {
    return this.ask(path);
  }

  /** Where a form leads. */
  send(path: string, form: Record<string, string>): Promise<Sent> {
    return this.ask(path, form);
  }

  /** Pages that links lead to from an address on, so many of each kind. */
  async follow(from: string, most: number): Promise<Sent[]> {
    const [found, known, ahead]: [Sent[], Set<string>, string[]] = [[], new Set([from]), [from]];
    for (let path = ahead.shift(); path !== undefined; path = ahead.shift()) {
      const [own, all] = [this.read.get(kind(path)) ?? 0, this.shared.get(kind(path)) ?? 0];
      // Where one begins leads on.
      if (path !== from && (own >= most || all >= this.enough)) continue;
      this.read.set(kind(path), own + 1);
      const page = await this.get(path);
      if (page.html === '') continue;
      if (page.status === 200) this.shared.set(kind(path), all + 1);
      found.push(page);
      for (const [tag] of page.html.matchAll(/<a\s[^>]*>/g)) {
        const [to] = attribute(tag, 'href').split('#');
        if (!to.startsWith('/') || known.has(to)) continue;
        known.add(to);
        ahead.push(to);
      }
    }
    return found;
  }

  /** Sends each kind of form of a page as it came, but for what is chosen or written: most are refused, and say why. */
  async refuse({ html }: Sent, but: RegExp): Promise<Sent[]> {
    const found: Sent[] = [];
    for (const form of forms(html)) {
      const post = `POST ${kind(form.action)}`;
      if (but.test(form.action) || this.read.has(post) || (this.shared.get(post) ?? 0) >= this.enough) continue;
      this.read.set(post, 1);
      this.shared.set(post, (this.shared.get(post) ?? 0) + 1);
      const page = await this.send(form.action, form.hidden);
      if (page.html !== '') found.push(page);
    }
    return found;
  }

  /** Fills in the form of a page whose address ends so, as somebody may, and sends it. */
  async fill({ html, path }: Sent, ending: string, answers: Record<string, string> = {}): Promise<Sent> {
    const form = forms(html).find(({ action }) => action.endsWith(ending));
    if (!form) throw new Error(`no form ends with ${ending} on ${path}`);
    return this.send(form.action, { ...form.first, ...form.hidden, ...answers });
  }
}

/** A form that posts: what it sends as it came, and the first of what can be chosen. */
interface Form { action: string; hidden: Record<string, string>; first: Record<string, string> }

function forms(html: string): Form[] {
  return Array.from(html.matchAll(/<form\s[^>]*method="post"[\s\S]*?<\/form>/g), ([form]) => {
    const fields = (type: RegExp): Record<string, string> => Object.fromEntries(Array.from(form.matchAll(/<input\s[^>]*>/g), ([tag]) => tag)
      .filter((tag) => type.test(attribute(tag, 'type'))).reverse().map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]));
    return { action: attribute(form, 'action'), hidden: fields(/^hidden$/), first: fields(/^(radio|checkbox)$/) };
  });
}
