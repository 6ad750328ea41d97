/* Names what the reference leaves without a name, so that a screen reader can tell it, as it comes onto the page. */

/** What is found, and what it lacks. */
const lacking = [
  [
    '.code-input-lite__editor:not([aria-label])',
    ({ dataset: { placeholder = 'value' } }) => ({ role: 'textbox', 'aria-label': placeholder }),
  ],
  ['.scalar-code-copy:not([aria-label])', () => ({ 'aria-label': 'Copy the code' })],
  ['.endpoints:not([tabindex])', () => ({ tabindex: '0' })],
  // It has the name of an operation in it.
  ['.tag-section-container[role="region"]', () => ({ role: 'group' })],
];

const complete = () => {
  for (const [selector, attributesOf] of lacking)
    for (const element of document.querySelectorAll(selector))
      for (const [name, value] of Object.entries(attributesOf(element))) element.setAttribute(name, value);
};

new MutationObserver(complete).observe(document.getElementById('reference'), {
  childList: true,
  subtree: true,
});
