/** How a page is broken on purpose, and what must be said of it then. */
export interface Canary {
  what: string;
  /** Runs in the page and may use nothing but itself. */
  put: () => void;
  /** Stands in the fault that must be found: what it is about, and a word of it. */
  said: RegExp;
}

/** For a page that shows every component, in its senior view, 390 px wide. Every family of rules has one at least. */
export const canaries: Canary[] = [
  // The page as a whole
  { what: 'two headings', said: /^structure: h1/, put: () => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<h1>Till</h1>') },
  { what: 'a title that is not the heading', said: /^structure: title/, put: () => { document.title = 'Handslag'; } },
  { what: 'a skipped heading', said: /^structure: heading/, put: () => { (document.querySelector('main h2') as Element).outerHTML = '<h4>Rubrik</h4>'; } },
  { what: 'one id twice', said: /^structure: id "empty"/, put: () => { (document.querySelector('main h2') as Element).id = 'empty'; } },
  { what: 'two main buttons', said: /^structure: more than one main/, put: () => document.querySelector('main .btn-danger')?.classList.add('btn-primary') },
  { what: 'no telephone number', said: /^structure: no telephone/, put: () => document.querySelector('footer a[href^="tel:"]')?.remove() },
  { what: 'a wrong role', said: /^structure: axe aria-/, put: () => document.querySelector('main .lead')?.setAttribute('role', 'slider') },
  { what: 'a picture without words', said: /^structure: axe image-alt/, put: () => document.querySelector('main .lead')?.append(Object.assign(new Image(50, 50), { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' })) },
  { what: 'a list of no items', said: /^structure: axe list/, put: () => { (document.querySelector('main ul.tags') as Element).innerHTML = '<p>Klart</p>'; } },

  // Language
  { what: 'a page in another language', said: /^language: lang/, put: () => { document.documentElement.lang = 'en'; } },
  { what: 'a language that is not there', said: /^language: there is no language/, put: () => document.querySelector('main [lang]')?.setAttribute('lang', 'zz') },
  { what: 'a part in a language that it does not say', said: /^language: said to be "sv" and is "en"/, put: () => document.querySelector('main [lang]')?.removeAttribute('lang') },
  { what: 'a language less', said: /^language: not \d languages/, put: () => document.querySelector('footer form[action="/language"] button:last-of-type')?.remove() },

  // What is seen
  { what: 'a page that is too wide', said: /^width: horizontal scroll/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.cssText = 'width:600px;max-width:none'; } },
  { what: 'a page that is too wide at 320 px alone', said: /^width: horizontal scroll.* at 320 px$/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.minWidth = '350px'; } },
  { what: 'words that are cut off', said: /^width: cuts off/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.cssText = 'height:40px;overflow:hidden'; } },
  { what: 'words that run out of their box', said: /^width: words run out/, put: () => { (document.querySelector('main .box p') as HTMLElement).style.whiteSpace = 'nowrap'; } },
  { what: 'a bar that stands still', said: /^width: stands still/, put: () => { (document.querySelector('header') as HTMLElement).style.cssText = 'position:sticky;top:0'; } },
  { what: 'small text', said: /^size: text of 14/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.fontSize = '14px'; } },
  { what: 'pale text', said: /^contrast: contrast/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.color = '#666'; } },
  { what: 'pale large text', said: /^contrast: contrast/, put: () => { (document.querySelector('h1') as HTMLElement).style.color = '#707070'; } },
  { what: 'text that shines through', said: /^contrast: contrast/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.color = 'rgb(0 0 0 / 50%)'; } },

  // What is pressed and filled in
  { what: 'a button of 40 px', said: /^target: 40 px high/, put: () => { (document.querySelector('main .btn-danger') as HTMLElement).style.cssText = 'min-height:0;height:40px;padding:0'; } },
  { what: 'a link in a sentence', said: /^target: .* high and not 44/, put: () => { (document.querySelector('main .lead') as Element).innerHTML = 'Läs <a href="/">mer</a> här'; } },
  { what: 'a field without a label', said: /^form: no label: /, put: () => document.querySelector('label[for=empty]')?.remove() },
  { what: 'a label for screen readers alone', said: /^form: no label to see/, put: () => document.querySelector('label[for=empty]')?.replaceChildren(Object.assign(document.createElement('span'), { className: 'vh', textContent: 'Dag' })) },
  { what: 'a placeholder for a label', said: /^form: placeholder/, put: () => document.getElementById('empty')?.setAttribute('placeholder', 'Dag') },
  { what: 'an error that is tied to no field', said: /^form: tied to no field/, put: () => document.getElementById('wrong')?.removeAttribute('aria-describedby') },
  { what: 'an error that leads nowhere', said: /^form: the error leads nowhere/, put: () => document.querySelector('.summary a')?.setAttribute('href', '#nowhere') },
  { what: 'a hint that is not there', said: /^form: there is no "empty-hint"/, put: () => document.getElementById('empty-hint')?.remove() },

  // What a reader sets
  { what: 'a box that wider letters do not fit into', said: /^spacing: width: cuts off/, put: () => {
    const line = document.querySelector('main .box p') as HTMLElement;
    line.style.cssText = 'white-space:nowrap;overflow:hidden;width:max-content';
    line.textContent = 'Några få ord';
    line.style.width = `${line.offsetWidth + 2}px`;
  } },
  { what: 'text that does not grow', said: /^zoom: size: text of 24/, put: () => { (document.querySelector('main .lead') as HTMLElement).style.fontSize = '24px'; } },
  { what: 'an animation', said: /^motion: an animation runs/, put: () => document.querySelector('main .lead')?.animate({ opacity: [1, 0.9] }, { duration: 1000, iterations: Infinity }) },
  { what: 'a slow change', said: /^motion: changes slowly/, put: () => (document.querySelector('main .lead') as HTMLElement).style.setProperty('transition', 'color 1s', 'important') },
  { what: 'a page that glides', said: /^motion: glides/, put: () => document.documentElement.style.setProperty('scroll-behavior', 'smooth', 'important') },
  { what: 'a box that shows itself by its ground alone', said: /^forced: without an edge/, put: () => (document.querySelector('main .box') as HTMLElement).style.setProperty('border', '0', 'important') },
  { what: 'a main button like the others in forced colours', said: /^forced: the main button/, put: () => (document.querySelector('main .btn-primary') as HTMLElement).style.setProperty('border-width', '3px', 'important') },
  { what: 'a choice that looks the same in forced colours', said: /^forced: chosen or not/, put: () => { (document.querySelector('main .choice') as HTMLElement).style.cssText = 'border:2px solid!important;outline:0!important'; } },
  { what: 'words that go under in forced colours', said: /^forced: contrast: contrast/, put: () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('@media (forced-colors:active){main .lead{forced-color-adjust:none;color:#777;background:#777;border:1px solid}}');
    document.adoptedStyleSheets.push(sheet);
  } },

  // From the keyboard
  { what: 'a tab order of its own', said: /^focus: tabindex 3/, put: () => { (document.querySelector('main .back') as HTMLElement).tabIndex = 3; } },
  { what: 'a link that no key reaches', said: /^focus: not reached/, put: () => { (document.querySelector('main .back') as HTMLElement).tabIndex = -1; } },
  { what: 'a trap', said: /^focus: a trap/, put: () => document.getElementById('filled')?.addEventListener('keydown', (event) => event.preventDefault()) },
  { what: 'something over what has the focus', said: /^focus: covered/, put: () => {
    const over = document.body.appendChild(document.createElement('div'));
    over.style.cssText = 'position:fixed;inset:0 0 auto;height:80%;background:#fff';
  } },
  { what: 'no ring', said: /^focus: a ring of/, put: () => { (document.getElementById('filled') as HTMLElement).style.cssText = 'outline:none;box-shadow:none'; } },
  { what: 'a pale ring', said: /^focus: a ring of/, put: () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('#filled:focus-visible{outline:4px solid #ccc;box-shadow:none}');
    document.adoptedStyleSheets.push(sheet);
  } },
];
