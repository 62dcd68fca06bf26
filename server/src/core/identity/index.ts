export { requireOwnership, requireRole, seesWholeTenant } from './roles.ts';
