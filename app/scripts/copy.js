// Buttons that copy the text beside them, or the one they carry. They stay hidden without this script, since they could do nothing.
const SHOWN = 2000;

/** Whether it could. There is no clipboard where the page did not come over HTTPS or from localhost. */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

for (const place of document.querySelectorAll('.copy')) {
  const [button, status] = place.children;
  const [label, { copied, failed }] = [button.textContent, place.dataset];
  const text = () => place.dataset.text ?? place.closest('.code, .copy-line').querySelector('code').textContent;
  const say = (words) => {
    button.textContent = words || label;
    status.textContent = words;
  };
  button.addEventListener('click', async () => {
    say(await write(text()) ? copied : failed);
    setTimeout(say, SHOWN, '');
  });
  place.hidden = false;
}
