import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { Lost } from './lost.tsx';
import { Shell } from './shell.tsx';

export const root = createRootRoute({ component: Outlet, notFoundComponent: Lost });

/** Every room hangs under the house: only who is signed in comes in. */
export const house = createRoute({ getParentRoute: () => root, id: 'house', component: Shell });
