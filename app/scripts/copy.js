// Buttons that copy the text beside them, or the one they carry. They stay hidden without this script, since they could do nothing.
const SHOWN = 2000;

async function write(text) {
  // There is no clipboard where the page did not come over HTTPS or from localhost.
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'Select and copy';
  }
}

for (const place of document.querySelectorAll('.copy')) {
  const [button, status] = place.children;
  const text = () => place.dataset.text ?? place.closest('.code, .copy-line').querySelector('code').textContent;
  const say = (words) => {
    button.textContent = words || 'Copy';
    status.textContent = words;
  };
  button.addEventListener('click', async () => {
    say(await write(text()));
    setTimeout(say, SHOWN, '');
  });
  place.hidden = false;
}
