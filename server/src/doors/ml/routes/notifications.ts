import { type Static, Type } from 'typebox';
import { type Notification, type Notifications, notificationTypes } from '../../../core/notifications/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['Notifications'];
const Time = Type.String({ format: 'date-time' });

const Entry = Type.Object({
  id: Type.String({ examples: ['ntf_1a2b3c4d5e6f'] }),
  type: Type.Enum([...notificationTypes]),
  title: Type.String({ examples: ['Training Complete'] }),
  body: Type.String({ examples: ['Training run tr_1a2b3c4d finished successfully'] }),
  data: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description: 'Ids of what it is about',
    examples: [{ training_id: 'tr_1a2b3c4d', model_id: 'mdl_5e6f7a8b' }],
  }),
  created_at: Time,
  read_at: Type.Union([Time, Type.Null()]),
});

function entryView({ createdAt, readAt, id, type, title, body, data }: Notification): Static<typeof Entry> {
  return {
    id,
    type,
    title,
    body,
    data,
    created_at: createdAt.toISOString(),
    read_at: readAt?.toISOString() ?? null,
  };
}

/** What people are told: the inbox, and the phones that get pushes. */
export function notificationRoutes(app: HttpApp, { notifications }: { notifications: Notifications }): void {
  app.get(
    '/api/v1/notifications',
    {
      schema: {
        tags,
        summary: 'Your inbox, newest first, and how much of it is unread',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
          unread: Type.Boolean({ default: false, description: 'Only what was not read yet' }),
        }),
        response: {
          200: Type.Object({ notifications: Type.Array(Entry), unread_count: Type.Integer() }),
          ...problems('invalid', 'unauthenticated'),
        },
      },
    },
    async (request) => {
      const inbox = await notifications.list(principalOf(request), request.query);
      return { notifications: inbox.notifications.map(entryView), unread_count: inbox.unread };
    },
  );

  app.post(
    '/api/v1/notifications/read',
    {
      schema: {
        tags,
        summary: 'Mark your whole inbox as read',
        response: { 200: Type.Object({ marked: Type.Integer() }), ...problems('unauthenticated') },
      },
    },
    async (request) => ({ marked: await notifications.markAllRead(principalOf(request)) }),
  );

  app.post(
    '/api/v1/notifications/:id/read',
    {
      schema: {
        tags,
        summary: 'Mark a notification as read',
        params: Type.Object({ id: Type.String() }),
        response: { 200: Entry, ...problems('unauthenticated', 'not_found') },
      },
    },
    async (request) => entryView(await notifications.markRead(principalOf(request), request.params.id)),
  );

  app.post(
    '/api/v1/push/register',
    {
      schema: {
        tags,
        summary: 'Register an Expo push token for the current user',
        description: 'From then on this phone hears of trainings, deployments, alerts and the account.',
        body: Type.Object(
          {
            token: Type.String({ minLength: 1, maxLength: 300, description: 'As Expo gives it' }),
            platform: Type.Optional(Type.Enum(['ios', 'android', 'web'])),
            device_name: Type.Optional(Type.String({ maxLength: 200 })),
          },
          { examples: [{ token: 'ExponentPushToken[aaaa]', platform: 'ios', device_name: 'iPhone 15' }] },
        ),
        response: {
          200: Type.Object({ message: Type.Literal('Push token registered') }),
          ...problems('invalid', 'unauthenticated'),
        },
      },
    },
    async (request) => {
      const { token, platform = 'unknown', device_name: deviceName = '' } = request.body;
      await notifications.registerPhone(principalOf(request), { token, platform, deviceName });
      return { message: 'Push token registered' as const };
    },
  );
}
