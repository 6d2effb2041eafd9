// Stands within each page that has a program (`app::shell`), with the names of its files before it. The page works as it came. The
// program takes it over only where it is still as the server sent it, and nothing of it listens before that has come through: a
// translator, an extension or a telephone that marks numbers may have been here first.
const root = document.documentElement;
const app = document.getElementById('app');
const listeners = [];

// No program, or none any more: links and forms are the browser's.
function leave() {
  for (const listener of listeners.splice(0)) removeEventListener(...listener);
  root.removeAttribute('data-hydrated');
  root.setAttribute('data-plain', '');
}

// It stopped in the middle. Where it was about to show another page, the browser fetches that one, whatever was thrown on the way: the
// page that one leaves may be gone already.
function stopped(thrown) {
  const next = root.getAttribute('data-navigating');
  if (next === null && !(thrown instanceof WebAssembly.RuntimeError)) return;
  leave();
  if (next !== null) location.assign(next);
}

try {
  const [start, table] = await Promise.all([
    import(js).then(async (program) => {
      await program.default({ module_or_path: wasm });
      return program.start;
    }),
    fetch(texts).then((answer) => answer.json()),
  ]);
  // The server has counted (`server::layers::document`).
  const nodes = document.evaluate('count(.//*|.//comment())', app, null, XPathResult.NUMBER_TYPE, null).numberValue;
  if (nodes === Number(app.dataset.nodes)) {
    window.addEventListener = (...listener) => listeners.push(listener);
    try {
      start(table);
    } finally {
      delete window.addEventListener;
    }
  }
} catch {
  // Said by the browser, or by the program itself.
  root.removeAttribute('data-hydrated');
}
if (root.hasAttribute('data-hydrated')) {
  for (const listener of listeners) addEventListener(...listener);
  addEventListener('error', ({ error }) => stopped(error));
  addEventListener('unhandledrejection', ({ reason }) => stopped(reason));
} else {
  leave();
}
