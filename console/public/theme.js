// Before the first paint, so that a dark room does not flash: the choice kept in this browser, or what the system prefers.
(() => {
  const chosen = localStorage.getItem('signalbox.theme');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
