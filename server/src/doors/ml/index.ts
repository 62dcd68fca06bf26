import type { Assistants } from '../../core/assistants/index.ts';
import type { Billing, Payments } from '../../core/billing/index.ts';
import type { Connectors } from '../../core/connectors/index.ts';
import type { Datasets } from '../../core/datasets/index.ts';
import type { Certificates, Deployments } from '../../core/deployments/index.ts';
import type { EvaluationService, Gradient } from '../../core/evaluations/index.ts';
import type { Identity } from '../../core/identity/index.ts';
import type { ModelService, Score } from '../../core/models/index.ts';
import type { Notifications } from '../../core/notifications/index.ts';
import type { Principal } from '../../core/principal.ts';
import type { Targets } from '../../core/targets/index.ts';
import type { Training } from '../../core/training/index.ts';
import type { Door } from '../../platform/http/index.ts';
import type { MachineFigures } from '../../platform/machine/index.ts';
import { createMlDialect } from './dialect.ts';
import { adminUserRoutes } from './routes/admin-users.ts';
import { agentRoutes } from './routes/agent.ts';
import { authRoutes } from './routes/auth.ts';
import { billingRoutes } from './routes/billing.ts';
import { cliLoginRoutes } from './routes/cli-login.ts';
import { connectionRoutes } from './routes/connections.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { evaluationRoutes } from './routes/evaluations.ts';
import { mfaRoutes } from './routes/mfa.ts';
import { modelRoutes } from './routes/models.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { profileRoutes } from './routes/profile.ts';
import { scoreRoutes } from './routes/scores.ts';
import { type MlCounts, systemRoutes } from './routes/system.ts';
import { targetRoutes } from './routes/targets.ts';
import { trainingRoutes } from './routes/training.ts';
import { trainingSocket } from './routes/training-socket.ts';

export { reportStyleSource } from './reports/page.ts';
export type { MlCounts };

/** The part of the core this door shows, and what it tells of the machine. */
export type MlCore = {
  identity: Identity;
  billing: Billing;
  payments: Payments;
  datasets: Datasets;
  connectors: Connectors;
  training: Training;
  models: ModelService;
  evaluations: EvaluationService;
  gradient: Gradient;
  score: Score;
  deployments: Deployments;
  certificates: Certificates;
  targets: Targets;
  assistants: Assistants;
  notifications: Notifications;
  machine: () => Promise<MachineFigures>;
  isDatabaseUp: () => Promise<boolean>;
  /** Where people reach this server, for links. */
  baseUrl: () => string;
  counts: (principal: Principal) => Promise<MlCounts>;
};

const ML_VERSION = '0.1.0';

/** The machine-learning door: sensor data in, trained models and edge programs out. */
export function createMlDoor(core: MlCore): Door {
  return {
    name: 'ml',
    title: 'Signalbox: machine learning',
    description: [
      'From a file of sensor readings to a model running on a device: upload and validate datasets, train and evaluate',
      'models, deploy them as static programs.',
      '',
      'Every request except the public ones carries `Authorization: Bearer <token>`; the token comes from',
      '`POST /api/v1/auth/login`. Errors are `{error, code, details?}`, and every answer has an `X-Request-Id`.',
    ].join('\n'),
    version: ML_VERSION,
    defaultPort: 3030,
    dialect: createMlDialect(core.identity),
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'Opaque token from POST /auth/login' } },
    register(app) {
      authRoutes(app, core);
      mfaRoutes(app, core);
      cliLoginRoutes(app, core);
      profileRoutes(app, core);
      adminUserRoutes(app, core);
      billingRoutes(app, core);
      datasetRoutes(app, core);
      connectionRoutes(app, core);
      trainingRoutes(app, core);
      trainingSocket(app, core);
      modelRoutes(app, core);
      scoreRoutes(app, core);
      evaluationRoutes(app, core);
      deploymentRoutes(app, core);
      targetRoutes(app, core);
      agentRoutes(app, core);
      notificationRoutes(app, core);
      systemRoutes(app, { ...core, version: ML_VERSION });
    },
  };
}
