// Stands within a page that was opened to go on with a form that could not be taken (`app::drafts::kept`), with the id of what is kept
// before it: what was typed then stands in the form again, and where the form is sent, it is said which one that was.
const answer = await fetch(`/kept/${id}`);
const { address, fields } = answer.ok ? await answer.json() : {};
const form = [...document.forms].find((one) => one.getAttribute('action') === address);
if (form) {
  for (const field of form.elements) {
    if (!field.name || !('value' in field) || ['hidden', 'submit', 'button', 'file'].includes(field.type)) continue;
    const typed = fields.filter(([name]) => name === field.name);
    // One of several stays chosen where none was.
    if (!typed.length && (field.type === 'radio' || field.tagName === 'SELECT')) continue;
    if (field.type === 'radio' || field.type === 'checkbox') {
      field.checked = typed.some(([, value]) => value === field.value);
    } else {
      field.value = typed.length ? typed[0][1] : '';
    }
  }
  for (let part = form.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  form.addEventListener('formdata', ({ formData }) => {
    formData.set('@kept', id);
    document.querySelector('[data-kept]')?.toggleAttribute('hidden', true);
  });
}
