import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';

/** One line of the ledger. `change` is what it did to the balance; `tokens` what it was about. */
export type LedgerEntry = {
  id: number;
  at: Date;
  kind: 'grant' | 'renew' | 'reserve' | 'settle' | 'release';
  tokens: number;
  change: number;
  balance: number;
  purpose: string | null;
};

export type Reservation = { tokens: number; state: 'reserved' | 'settled' | 'released'; periodStart: Date };

/** SQL of the token ledger. Whoever writes holds the tenant's subscription. */
export const ledgerStore = {
  async append(tx: Transaction, tenantId: string, entry: Omit<LedgerEntry, 'id' | 'at'>): Promise<void> {
    const { kind, tokens, change, balance, purpose } = entry;
    await tx.run(sql`
      insert into token_entries (tenant_id, kind, tokens, change, balance, purpose)
      values (${tenantId}, ${kind}, ${tokens}, ${change}, ${balance}, ${purpose})`);
  },
  /** Newest first. */
  list(on: Queryable, tenantId: string, page: { limit: number; offset: number }): Promise<LedgerEntry[]> {
    return on.query<LedgerEntry>(sql`
      select id, at, kind, tokens, change, balance, purpose from token_entries where tenant_id = ${tenantId}
      order by id desc limit ${page.limit} offset ${page.offset}`);
  },
  /** False when there is one for this purpose already. */
  async reserve(tx: Transaction, tenantId: string, purpose: string, tokens: number, periodStart: Date) {
    const inserted = await tx.run(sql`
      insert into token_reservations (tenant_id, purpose, tokens, period_start)
      values (${tenantId}, ${purpose}, ${tokens}, ${periodStart}) on conflict do nothing`);
    return inserted > 0;
  },
  /** Ends a reservation; undefined when there is none that is still open. */
  end(tx: Transaction, tenantId: string, purpose: string, state: 'settled' | 'released') {
    return tx.one<Reservation>(sql`
      update token_reservations set state = ${state}
      where tenant_id = ${tenantId} and purpose = ${purpose} and state = 'reserved'
      returning tokens, state, period_start as "periodStart"`);
  },
};
