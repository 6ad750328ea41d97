/* Gives each block of code a button that copies it, where the browser lets a page do that. */
const saidForMs = 2_000;

const addButton = (block) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.querySelector('code').textContent);
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, saidForMs);
  });
  block.append(button);
};

if (navigator.clipboard !== undefined)
  for (const block of document.querySelectorAll('.code')) addButton(block);
