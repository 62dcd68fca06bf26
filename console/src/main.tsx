import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { watchRemovals } from './api/removals.ts';
import { followOtherTabs, onSessionChange, session } from './api/session.ts';
import { router } from './router.tsx';
import { applyTheme } from './shell/theme.ts';
import { onUploaded, warnBeforeLeaving } from './shell/uploads.ts';
import { hush } from './ui/toast.tsx';
import './theme.css';

followOtherTabs();
warnBeforeLeaving();
watchRemovals();
// A file dropped where nobody takes it would be opened instead of this page.
for (const type of ['dragover', 'drop']) addEventListener(type, (event) => event.preventDefault());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The server said what is wrong; asking again does not make it right. Only a lost connection is worth it.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
    },
  },
});
onUploaded(() => void queries.invalidateQueries({ queryKey: ['datasets'] }));
// What one person was shown is nothing for the next.
onSessionChange(() => {
  if (session()) return;
  queries.clear();
  hush();
});

// After an update of the server the parts this page would load next are gone: a fresh page has the new ones.
addEventListener('vite:preloadError', (event) => {
  const key = 'signalbox.reloaded';
  const last = Number(sessionStorage.getItem(key));
  if (Date.now() - last < 10_000) return;
  sessionStorage.setItem(key, String(Date.now()));
  event.preventDefault();
  location.reload();
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
