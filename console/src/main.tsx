import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { router } from './router.tsx';
import { applyTheme } from './shell/theme.ts';
import './theme.css';

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The server said what is wrong; asking again does not make it right. Only a lost connection is worth it.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 3,
    },
  },
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
