import { CDPSession, Page } from '@playwright/test';

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** The browser's tools at a page: what a reader sets in the browser, and what no page may do by itself. */
export function devtools(page: Page): Promise<CDPSession> {
  let session = sessions.get(page);
  if (!session) sessions.set(page, session = page.context().newCDPSession(page));
  return session;
}

/** Runs an expression as the browser's tools do: the page's policy, which forbids it, stays in force. */
export async function evaluate<T>(page: Page, expression: string): Promise<T> {
  const answer = await (await devtools(page)).send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
  return answer.result.value as T;
}
