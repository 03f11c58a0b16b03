/** All SQL about subscribers who want no messages from a sender. */
import { type Queryable, sql } from '../db/client.ts';

export interface OptOut {
  applicationId: number;
  addressMac: Buffer;
  sender: string;
}

export function findOptOut(db: Queryable, key: OptOut): Promise<{ at: Date }[]> {
  return db.query(sql`
    select at from opt_outs where application_id = ${key.applicationId}
      and address_mac = ${key.addressMac} and sender = ${key.sender}`);
}

export function insertOptOut(db: Queryable, key: OptOut): Promise<{ at: Date }[]> {
  return db.query(sql`
    insert into opt_outs (application_id, address_mac, sender)
    values (${key.applicationId}, ${key.addressMac}, ${key.sender})
    on conflict do nothing returning at`);
}

export function deleteOptOut(db: Queryable, key: OptOut): Promise<{ at: Date }[]> {
  return db.query(sql`
    delete from opt_outs where application_id = ${key.applicationId}
      and address_mac = ${key.addressMac} and sender = ${key.sender} returning at`);
}
