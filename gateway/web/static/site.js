// Small comforts; every page works without this file.
(() => {
  const facets = document.querySelector('.facet-all');
  if (facets && matchMedia('(max-width: 59.99rem)').matches) facets.open = false;
  document.querySelector('.errsum')?.focus();
  // A page about something that is still moving loads itself again; it has no form in which anybody could be typing.
  const seconds = Number(document.body.dataset.reload);
  if (seconds) setTimeout(() => location.reload(), seconds * 1000);
  document.querySelectorAll('[data-print]').forEach(button => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });
})();
