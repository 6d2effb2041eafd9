import { PageState, asking, at, first, search, then } from './pages';
import { Person } from './test';

/** A form that is sent with something wrong in it. */
export interface Refusal {
  what: string;
  who?: string;
  arrive: PageState['arrive'];
  /** How the form's address ends. */
  ending: string;
  /** What is typed before it is sent; it must be there afterwards. */
  fill?: Record<string, string>;
  /** What is chosen before it is sent; it must be chosen afterwards. */
  choose?: Record<string, string>;
  /** The fields that must say what is wrong with them. */
  wrong: string[];
}

const id = '[0-9a-f]{8}-[0-9a-f-]{27}';
// It ends in a letter: spaces at the end are not kept.
const long = (length: number): string => `${'Ett långt brev. '.repeat(length / 16 + 1).slice(0, length - 1)}x`;
const own = first('/requests', new RegExp(`^/requests/${id}$`));
const visit = first('/requests', new RegExp(`^/visits/${id}$`));
const report = then(first('/volunteer/visits', new RegExp(`^/volunteer/visits/${id}$`)), /\/report$/);
const feedback = first('/home', /\/feedback$/);
const lena = 'Lena Holm';

/** The coordinator's page of a request in this state, which nobody else has. */
const staffRequest = (status: string, name: string): PageState['arrive'] =>
  then(search(`/staff/requests?status=${status}`, name), new RegExp(`^/staff/requests/${id}$`));

/** A seldom used form is opened first. */
const disclosed = (arrive: PageState['arrive'], ending: string) => async (person: Person): Promise<void> => {
  await arrive(person);
  await person.page.locator(`main details:has(form[action$="${ending}"]) > summary`).click();
};

export const refusals: Refusal[] = [
  { what: 'asking, no kind', who: 'Gunnel Ek', arrive: asking('what'), ending: '/what', wrong: ['kind'] },
  { what: 'asking, no day', who: 'Gunnel Ek', arrive: asking('days'), ending: '/days', wrong: ['days'] },
  { what: 'asking, a day that is none', who: 'Gunnel Ek', arrive: asking('days'), ending: '/days', fill: { day: '32', month: 'november' }, wrong: ['day'] },
  { what: 'asking, no time', who: 'Gunnel Ek', arrive: asking('time'), ending: '/time', wrong: ['part'] },
  { what: 'asking, no place', who: 'Gunnel Ek', arrive: asking('where'), ending: '/where', wrong: ['mode'] },
  { what: 'asking, too much told', who: 'Gunnel Ek', arrive: asking('more'), ending: '/more', fill: { note: long(1001) }, wrong: ['note'] },
  { what: 'no answer to a question', who: 'Elsa Lindgård', arrive: own, ending: '/answer', wrong: ['answer'] },
  { what: 'too long an answer to a question', who: 'Elsa Lindgård', arrive: own, ending: '/answer', fill: { answer: long(1500) }, wrong: ['answer'] },
  { what: 'a code word of two words', who: 'Henning Ask', arrive: then(visit, /\/code-word$/), ending: '/code-word', fill: { word: 'två ord' }, wrong: ['word'] },
  { what: 'how it was, nothing chosen', who: 'Ebba Krook', arrive: feedback, ending: '/feedback', fill: { note: 'Han kom i tid.' }, wrong: ['answer'] },
  { what: 'how it was, too much told', who: 'Ebba Krook', arrive: feedback, ending: '/feedback', choose: { answer: 'not_good' }, fill: { note: long(1001) }, wrong: ['note'] },
  {
    what: 'a report without minutes', who: 'Sofia Engdahl', arrive: report, ending: '/report',
    choose: { outcome: 'otherwise', experience: 'fair', kept: 'money' }, fill: { minutes: 'en stund', text: 'Vi gick runt huset.' }, wrong: ['minutes'],
  },
  {
    what: 'an empty report', who: 'Sofia Engdahl', arrive: report, ending: '/report', wrong: ['outcome', 'minutes', 'experience'],
  },
  { what: 'a concern without words', who: 'Erik Lund', arrive: at('/concern/new'), ending: '/concern', choose: { danger: 'no' }, wrong: ['body'] },
  { what: 'too long a concern', who: 'Erik Lund', arrive: at('/concern/new'), ending: '/concern', choose: { danger: 'yes' }, fill: { body: long(6000) }, wrong: ['body'] },
  { what: 'a saved filter without a name', who: lena, arrive: at('/staff/filters?status=open'), ending: '/filters', wrong: ['name'] },
  {
    what: 'a telephone request of nobody', who: lena, arrive: at('/staff/requests/new'), ending: '/staff/requests',
    fill: { city: 'Älvstad', phone: 'hemligt', note: 'Båtar' }, wrong: ['given_name', 'phone', 'area', 'kind', 'mode', 'days', 'part'],
  },
  {
    what: 'an approval that names the senior', who: lena, arrive: staffRequest('in_review', 'Sandal'), ending: '/approve',
    fill: { volunteer_text: 'Ingrid vill prata.', checks_note: 'Trappor' }, choose: { check: 'called' }, wrong: ['volunteer_text'],
  },
  { what: 'an empty question', who: lena, arrive: disclosed(staffRequest('in_review', 'Sandal'), '/ask'), ending: '/ask', wrong: ['question'] },
  { what: 'referring to nobody', who: lena, arrive: disclosed(staffRequest('in_review', 'Sandal'), '/refer'), ending: '/refer', fill: { refer_text: 'Ring dem.' }, wrong: ['refer_to'] },
  { what: 'a time that is none', who: lena, arrive: disclosed(staffRequest('in_review', 'Sandal'), '/times'), ending: '/times', fill: { day: 'snart', clock: '25' }, wrong: ['day', 'clock'] },
  {
    what: 'a no without a reason', who: lena, arrive: async (person) => {
      await staffRequest('in_review', 'Sandal')(person);
      await person.open(`${new URL(person.page.url()).pathname}/decline`);
    }, ending: '/decline', fill: { own_text: 'Det går inte.' }, wrong: ['reason'],
  },
  {
    what: 'a sign-up without a name', arrive: at('/volunteer/join'), ending: '/join',
    fill: { city: 'Älvstad', phone: 'vet inte', email: 'sanna', about: 'Hej' }, choose: { languages: 'sv' },
    wrong: ['given_name', 'phone', 'email', 'area', 'kinds', 'consent'],
  },
  {
    what: 'opening a person without a reason', who: lena, arrive: then(search('/staff/people', 'ek'), new RegExp(`^/staff/people/${id}$`)), ending: '/open',
    fill: { words: 'Hon ringde.' }, wrong: ['reason'],
  },
  {
    what: 'recording nothing', who: lena, arrive: then(search('/staff/volunteers', 'Kjellin'), new RegExp(`^/staff/volunteers/${id}$`)), ending: '/record',
    choose: { when: 'today' }, wrong: ['requirement'],
  },
  { what: 'an area without a name', who: 'Karin Sten', arrive: at('/admin/areas'), ending: '/areas/add', wrong: ['name'] },
];
