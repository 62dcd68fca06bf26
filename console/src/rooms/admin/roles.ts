import type { Role } from '../../api/people.ts';

/** The roles, in words. */
export const roles: readonly { value: Role; title: string; about: string }[] = [
  { value: 'viewer', title: 'Viewer', about: 'Looks at everything of their own, changes nothing.' },
  { value: 'operator', title: 'Operator', about: 'Uploads, trains and deploys.' },
  { value: 'admin', title: 'Admin', about: 'Sees everything of the tenant, manages people and the plan.' },
];
