/** One run of the simulation and what it means: the rows of its table. */
import { count, type Rig } from '../../rig/rig.ts';
import {
  createPumped,
  messagePrice,
  money,
  type PumpedApplication,
  shippedBudgets,
} from './applications.ts';
import { paidMessages } from './caps.ts';
import { pumpedPrefixes, runTraffic, type Traffic, type TrafficPlan } from './traffic.ts';

export interface PrefixRow {
  readonly prefix: string;
  readonly tried: number;
  readonly sent: number;
  /** From the first message sent to the last one; after it every attempt was refused. */
  readonly secondsUntilCut: number;
  /** Attempts after the last message sent. */
  readonly refusedSince: number;
}

export interface Simulation {
  readonly traffic: Traffic;
  readonly prefixes: readonly PrefixRow[];
  readonly peopleThrough: number;
  readonly paid: number;
  readonly messagesAllowed: number;
  readonly pumped: number;
  /** Different clients the verifications carry. */
  readonly clients: number;
  /** Of the verifications whose caller told no client: those that carry one nevertheless. */
  readonly clientsFromHeaders: number;
  /** What the decisions say was saved, EUR. */
  readonly saved: number;
  readonly blocks: number;
}

const capForPumping = 300;

export async function simulate(rig: Rig, plan: TrafficPlan): Promise<Simulation> {
  // The cap lets all people through, and some more: the budgets must act before it does.
  const messagesAllowed = plan.people + capForPumping;
  const application = createPumped(rig, 'Pumped', {
    pumping: shippedBudgets,
    spendCaps: { hour: money(messagesAllowed * messagePrice), day: null },
  });
  const traffic = await runTraffic(application.apis, plan);
  const clientsFromHeaders = await countHeaderClients(rig, application);
  await rig.db.query('select pg_sleep(2.5)'); // the last decisions are on their way to the database
  return {
    traffic,
    prefixes: pumpedPrefixes.map((prefix) => prefixRow(traffic, prefix)),
    peopleThrough: traffic.people.filter(({ isThrough }) => isThrough).length,
    paid: await paidMessages(rig, application.id),
    messagesAllowed,
    pumped: traffic.attempts.filter(({ status }) => status === '0').length,
    clients: await count(
      rig.db,
      'select count(distinct client_mac) from verifications where application_id = $1',
      [application.id],
    ),
    clientsFromHeaders,
    saved: await count(
      rig.db,
      `select coalesce(sum(saved), 0) from fraud_decisions
       where application_id = $1 and action = 'refuse'`,
      [application.id],
    ),
    blocks: await count(rig.db, 'select count(*) from fraud_blocks where application_id = $1', [
      application.id,
    ]),
  };
}

function prefixRow({ attempts }: Traffic, prefix: string): PrefixRow {
  const own = attempts.filter((one) => one.prefix === prefix).toSorted((a, b) => a.at - b.at);
  const sent = own.filter(({ status }) => status === '0');
  const [first, last] = [sent[0]?.at ?? 0, sent.at(-1)?.at ?? 0];
  return {
    prefix,
    tried: own.length,
    sent: sent.length,
    secondsUntilCut: last - first,
    refusedSince: own.filter(({ at }) => at > last).length,
  };
}

const headerCalls = 20;

/** Calls that name no client but carry every header a proxy would write. */
async function countHeaderClients(rig: Rig, { id, apis }: PumpedApplication): Promise<number> {
  const [api] = apis;
  const requests: string[] = [];
  for (let index = 0; index < headerCalls; index += 1) {
    const { apiKey, apiSecret } = api?.credentials ?? { apiKey: '', apiSecret: '' };
    const answer = await api?.http.send({
      method: 'POST',
      path: '/verify/json',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': `192.0.2.${index}`,
        'cf-connecting-ip': `192.0.2.${index}`,
      },
      body: new URLSearchParams({
        api_key: apiKey,
        api_secret: apiSecret,
        number: rig.nextNumber().replace('4474', '4477'),
        brand: 'Headers',
      }).toString(),
    });
    requests.push(String(answer?.json.request_id));
  }
  return count(
    rig.db,
    `select count(*) from verifications
     where application_id = $1 and brand = 'Headers' and client_mac is not null`,
    [id],
  );
}
