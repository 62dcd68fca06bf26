/** After something that may have had the focus left the page: keyboard and screen reader go on in the page's content. */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) document.getElementById('content')?.focus({ preventScroll: true });
  });
}
