import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { CallRecord, Conversation, Message } from './schema.ts';

const conversation = sql`
  id, tenant_id as "tenantId", owner_id as "ownerId", title, dataset_id as "datasetId", created_at as "createdAt",
  updated_at as "updatedAt"`;
const message = sql`
  role, content, provider, model, training_plan as "trainingPlan", created_at as "createdAt"`;

export type Page = { limit: number; offset: number };
type Owner = { tenantId: string; ownerId: string };

export async function findConversation(on: Queryable, owner: Owner, id: string): Promise<Conversation | undefined> {
  return await on.one<Conversation>(sql`
    select ${conversation} from assistant_conversations
    where id = ${id} and tenant_id = ${owner.tenantId} and owner_id = ${owner.ownerId}`);
}

/** The one talked in last first. */
export async function listConversations(on: Queryable, owner: Owner, page: Page): Promise<Conversation[]> {
  return await on.query<Conversation>(sql`
    select ${conversation} from assistant_conversations
    where tenant_id = ${owner.tenantId} and owner_id = ${owner.ownerId}
    order by updated_at desc, id limit ${page.limit} offset ${page.offset}`);
}

export async function countConversations(on: Queryable, owner: Owner): Promise<number> {
  const row = await on.one<{ count: number }>(sql`
    select count(*)::int as count from assistant_conversations
    where tenant_id = ${owner.tenantId} and owner_id = ${owner.ownerId}`);
  return row?.count ?? 0;
}

/** How much of each conversation is read: its last messages, until either is reached. */
export type Tail = { messages: number; characters: number };

/** The last messages of each conversation, oldest first; at least one of each. */
export async function lastMessages(
  on: Queryable,
  ids: readonly string[],
  { messages, characters }: Tail,
): Promise<Map<string, Message[]>> {
  const rows = await on.query<Message & { conversationId: string }>(sql`
    select c.id as "conversationId", m.* from unnest(${[...ids]}::text[]) as c (id), lateral (
      select ${message}, number, row_number() over (order by number desc) as place,
        sum(length(content)) over (order by number desc) as total
      from (
        select * from assistant_messages where conversation_id = c.id order by number desc limit ${messages}) latest
      ) m
    where m.place = 1 or m.total <= ${characters}
    order by c.id, m.number`);
  const found = new Map<string, Message[]>(ids.map((id) => [id, []]));
  for (const { conversationId, role, content, provider, model, trainingPlan, createdAt } of rows) {
    found.get(conversationId)?.push({ role, content, provider, model, trainingPlan, createdAt });
  }
  return found;
}

export async function insertConversation(
  tx: Transaction,
  one: Pick<Conversation, 'id' | 'tenantId' | 'ownerId' | 'title' | 'datasetId'>,
): Promise<void> {
  await tx.run(sql`
    insert into assistant_conversations (id, tenant_id, owner_id, title, dataset_id)
    values (${one.id}, ${one.tenantId}, ${one.ownerId}, ${one.title}, ${one.datasetId})`);
}

/** False when the conversation was deleted meanwhile. */
export async function touchConversation(tx: Transaction, id: string, datasetId: string | null): Promise<boolean> {
  const row = await tx.one(sql`
    update assistant_conversations set dataset_id = ${datasetId}, updated_at = now() where id = ${id} returning 1 as x`);
  return row !== undefined;
}

export async function insertMessage(
  tx: Transaction,
  conversationId: string,
  one: Omit<Message, 'createdAt'> & { createdAt: Date },
): Promise<void> {
  await tx.run(sql`
    insert into assistant_messages (conversation_id, role, content, provider, model, training_plan, created_at)
    values (${conversationId}, ${one.role}, ${one.content}, ${one.provider}, ${one.model}, ${one.trainingPlan},
      ${one.createdAt})`);
}

export async function deleteConversation(tx: Transaction, owner: Owner, id: string): Promise<boolean> {
  const row = await tx.one(sql`
    delete from assistant_conversations
    where id = ${id} and tenant_id = ${owner.tenantId} and owner_id = ${owner.ownerId} returning 1 as x`);
  return row !== undefined;
}

export async function insertCall(on: Queryable, call: CallRecord): Promise<void> {
  await on.run(sql`
    insert into assistant_calls (tenant_id, user_id, purpose, provider, model, input_tokens, output_tokens, cost, outcome)
    values (${call.tenantId}, ${call.userId}, ${call.purpose}, ${call.provider}, ${call.model}, ${call.inputTokens},
      ${call.outputTokens}, ${call.cost}, ${call.outcome})`);
}
