import { createRoute, redirect } from '@tanstack/react-router';
import { root } from './house.ts';

const moved = <Path extends string>(path: Path, to: '/' | '/sign-in' | '/training' | '/evaluations' | '/deployments') =>
  createRoute({
    getParentRoute: () => root,
    path,
    beforeLoad: () => {
      throw redirect({ to, replace: true });
    },
  });

/** Addresses that mails and other clients of this API use for the same rooms. */
export const oldPaths = [
  moved('/login', '/sign-in'),
  moved('/dashboard', '/'),
  moved('/monitor', '/training'),
  moved('/evaluation', '/evaluations'),
  moved('/deployment', '/deployments'),
] as const;
