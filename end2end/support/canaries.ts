/** A page with nothing wrong with it, as far as our own measuring goes; faults are put into it one at a time. */
export const sound = `<!DOCTYPE html><html lang="sv" data-view="senior"><head><title>Rubrik – Handslag</title>
<style>body{font:24px/1.5 sans-serif;margin:16px;background:#fff;color:#111}a,button,label,input{display:block;min-height:64px;min-width:64px;font:inherit;color:inherit;background:#fff}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}</style></head><body>
<main><h1>Rubrik</h1><p id="text">Text</p><a id="link" href="#x">En länk</a><button id="button">En knapp</button>
<form><label id="label" for="day">Dag</label><p class="hint" id="day-hint">Till exempel 26</p><input id="day" name="day" aria-describedby="day-hint"></form></main>
<footer><a href="tel:0100000000">010-000 00 00</a><form action="/language"><button aria-current="true">Svenska</button><button>Suomi</button><button>English</button></form></footer>
</body></html>`;

/** A fault, how it is put in, and a word of what must be said about it. */
export const canaries: [string, string, string][] = [
  ['two headings', `document.querySelector('main').insertAdjacentHTML('beforeend', '<h1>Till</h1>')`, 'h1'],
  ['another title', `document.title = 'Handslag'`, 'title'],
  ['"Fel:" without an error', `document.title = 'Fel: ' + document.title`, 'title'],
  ['a wrong language', `document.documentElement.lang = 'en'`, 'lang'],
  ['a wide thing', `document.getElementById('text').style.width = '3000px'`, 'horizontal scroll'],
  ['a low button', `document.getElementById('button').style.cssText = 'min-height:40px;height:40px;padding:0'`, 'high'],
  ['a low link', `document.getElementById('link').style.cssText = 'min-height:30px;height:30px'`, 'high'],
  ['a link in a sentence', `document.getElementById('text').innerHTML = 'Läs <a href="#x" style="display:inline">mer</a> här'`, 'high'],
  ['small text', `document.getElementById('text').style.fontSize = '14px'`, 'text of 14'],
  ['pale text', `document.getElementById('text').style.color = '#666'`, 'contrast'],
  ['pale large text', `document.querySelector('h1').style.color = '#707070'`, 'contrast'],
  ['text that shines through', `document.getElementById('text').style.color = 'rgb(0 0 0 / 50%)'`, 'contrast'],
  ['a field without label', `document.getElementById('label').remove()`, 'no label'],
  ['a label for screen readers alone', `document.getElementById('label').innerHTML = '<span class="vh">Dag</span>'`, 'no label'],
  ['a placeholder', `document.getElementById('day').placeholder = 'Dag'`, 'placeholder'],
  ['a tab order of its own', `document.getElementById('link').tabIndex = 3`, 'tabindex'],
  ['an error beside its field', `document.getElementById('label').insertAdjacentHTML('afterend', '<p class="error" id="day-error">Skriv dagen</p>')`, 'tied to no field'],
  ['a hint that is not there', `document.getElementById('day-hint').remove()`, 'there is no'],
  ['no telephone number', `document.querySelector('footer a').remove()`, 'telephone'],
  ['two languages', `document.querySelector('footer button:last-child').remove()`, 'languages'],
  ['a skipped heading', `document.getElementById('text').outerHTML = '<h3>Text</h3>'`, 'heading'],
  ['one id twice', `document.getElementById('link').id = 'text'`, 'stands 2 times'],
  ['two main buttons', `document.querySelectorAll('main a, main button').forEach((one) => one.classList.add('btn-primary'))`, 'main button'],
  ['words cut off', `document.getElementById('text').style.cssText = 'width:30px;overflow:hidden;white-space:nowrap'`, 'cuts off'],
];
