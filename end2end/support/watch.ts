import { BrowserContext, expect } from '@playwright/test';

/** Listens to everything a browser complains about. Whatever is said fails the test, unless the test said it would provoke it. */
export class Watch {
  private readonly heard: string[] = [];
  private readonly provoked = new Set<number>();
  private lineCut = false;
  private blocked = false;
  private stopped = false;
  private lost = false;

  /** The test asks for answers with this status: the browser's own line about them is no fault. */
  provokes(...statuses: number[]): void {
    statuses.forEach((status) => this.provoked.add(status));
  }

  /** The test cuts the line: the browser's own line about it is no fault. */
  cutsTheLine(): void {
    this.lineCut = true;
  }

  /** The test keeps scripts away: the browser's own line about them is no fault. */
  blocksScripts(): void {
    this.blocked = true;
  }

  /** The test keeps files of the program away: what the browser says of them is no fault. */
  losesFiles(): void {
    this.lost = true;
  }

  /** The test makes the program stop: what it and the browser say then is no fault. */
  stopsTheProgram(): void {
    this.stopped = true;
  }

  /** Listens to all pages of a context. */
  async listen(context: BrowserContext, script: boolean): Promise<void> {
    context.on('console', (message) => {
      const line = message.text();
      const status = /^Failed to load resource: the server responded with a status of (4\d\d)/.exec(line)?.[1];
      if (status && this.provoked.has(Number(status))) return;
      if (this.lineCut && /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)/.test(line)) return;
      if (this.lost && (/net::ERR_FAILED|a status of 502|was preloaded using link preload but not used/.test(line) || /^`WebAssembly.instantiateStreaming` failed/.test(line))) return;
      if (this.blocked && /net::ERR_BLOCKED_BY_CLIENT/.test(line)) return;
      if (this.stopped && /panicked at/.test(line)) return;
      // Where a test keeps it away.
      if (line === 'Service Worker registration blocked by Playwright') return;
      // Without script nobody fetches what the page announces for its script.
      if ((!script || this.blocked) && /was preloaded using link preload but not used/.test(line)) return;
      this.heard.push(`${message.type()}: ${line} (${message.location().url || message.page()?.url()})`);
    });
    context.on('weberror', (error) => {
      if (this.stopped && /^RuntimeError/.test(String(error.error()))) return;
      this.heard.push(`thrown: ${error.error().stack ?? error.error().message} (${error.page()?.url()})`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500 && !(this.lost && /\/texts-/.test(response.url()))) this.heard.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
    });
    if (script) {
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
    }
  }

  /** Fails where anything was heard. */
  silent(): void {
    expect.soft(this.heard, 'what the browser complained about').toEqual([]);
  }
}
