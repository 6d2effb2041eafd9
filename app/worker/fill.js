// Stands within a page that was opened to go on with a form that could not be taken (`app::drafts::kept`), with the id of what is kept
// before it: what was typed then stands in the form again, and where the form is sent, it is said which one that was.
const answer = await fetch(`/kept/${id}`);
const { address, fields } = answer.ok ? await answer.json() : {};
const form = [...document.forms].find((one) => one.getAttribute('action') === address);
if (form) {
  for (const field of form.elements) {
    if (!field.name || !('value' in field) || ['hidden', 'submit', 'button', 'file'].includes(field.type)) continue;
    if (field.type === 'radio' || field.type === 'checkbox') {
      field.checked = fields.some(([name, value]) => name === field.name && value === field.value);
    } else {
      const at = fields.findIndex(([name]) => name === field.name);
      field.value = at < 0 ? '' : fields.splice(at, 1)[0][1];
    }
  }
  for (let part = form.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  form.addEventListener('formdata', ({ formData }) => formData.set('@kept', id));
}
