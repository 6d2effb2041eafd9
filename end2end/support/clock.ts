const swedish = { timeZone: 'Europe/Stockholm' } as const;

/** The instant when a day's clock shows this hour in Stockholm. */
export function stockholm(day: string, hour: number): number {
  const wanted = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', { ...swedish, dateStyle: 'short', timeStyle: 'medium' }).format(wanted);
  return wanted - (Date.parse(`${shown.replace(' ', 'T')}Z`) - wanted);
}

/** The day in Stockholm, `YYYY-MM-DD`. */
export function day(instant: number): string {
  return new Intl.DateTimeFormat('sv-SE', swedish).format(instant);
}

/**
 * Minutes from the machine's clock until it is Monday, nine in the morning, in Stockholm. All servers of a run are that much ahead: what
 * the invented people do is today's and tomorrow's, who is free depends on the day of the week, and midnight must not come in between.
 */
export function untilMonday(): number {
  const days = [0, 1, 2, 3, 4, 5, 6, 7].map((ahead) => day(Date.now() + ahead * 86_400_000));
  const mondays = days.filter((date) => new Date(date).getUTCDay() === 1).map((date) => stockholm(date, 9));
  return Math.ceil((Math.min(...mondays.filter((instant) => instant >= Date.now())) - Date.now()) / 60_000);
}

/** Minutes by which the servers of this run are ahead of the machine's clock. */
export function ahead(): number {
  return Number(process.env.HANDSLAG_E2E_AHEAD);
}

/** The present instant of the servers. */
export function now(): number {
  return Date.now() + ahead() * 60_000;
}

/** Minutes until a day's clock shows this hour in Stockholm. */
export function minutesUntil(day: string, hour: number): number {
  return Math.ceil((stockholm(day, hour) - now()) / 60_000);
}
