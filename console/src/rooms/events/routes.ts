import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export type EventFilter = {
  node?: string;
  severity?: Severity;
  category?: string;
  q?: string;
  /** From this day on, and up to this one, of the reader's time zone: 2026-11-21. */
  from?: string;
  to?: string;
  /** Only those nobody has acknowledged. */
  open?: true;
  page?: number;
};

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const day = (value: unknown) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined);

export const eventsRoute = createRoute({
  getParentRoute: () => house,
  path: '/events',
  validateSearch: (search: Record<string, unknown>): EventFilter => {
    const severity = severities.find((one) => one === search.severity);
    const page = Number(search.page);
    return {
      ...Object.fromEntries(
        (['node', 'category', 'q'] as const).flatMap((name) => {
          const value = text(search[name]);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      ...Object.fromEntries(
        (['from', 'to'] as const).flatMap((name) => {
          const value = day(search[name]);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      ...(severity && { severity }),
      ...(search.open === true && { open: true }),
      ...(Number.isInteger(page) && page > 1 && { page }),
    };
  },
  component: lazyRouteComponent(() => import('./events.tsx')),
});

export const eventsRoutes = [eventsRoute] as const;
