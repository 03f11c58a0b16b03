/**
 * T41, attack A05: somebody pumps messages to numbers they earn by, through an application that asks
 * two servers on one database. The caps hold to a message, pumped prefixes are cut within a minute,
 * and people still sign in. Black box, but for the counting.
 */
import { type Findings, InvalidRun, type ScorecardTest, sized } from '../contract.ts';
import { openRig } from '../rig/rig.ts';
import { type CapResult, floodCap, judgeCap } from './t41/caps.ts';
import { type Simulation, simulate } from './t41/simulate.ts';
import { percent, table } from './t41/table.ts';
import { attackerAddresses } from './t41/traffic.ts';

const cutSecondsMax = 60;
const throughMin = 0.95;
const capMessages = 50;
/** After a prefix is cut so many attempts on it must have been refused, or nothing is shown. */
const refusedSinceMin = 20;

export const pumping: ScorecardTest = {
  id: 'T41',
  name: 'pumping is cut before it costs, caps hold to a message, people get through',
  async run(setup, findings) {
    const rig = await openRig({ servers: 2 });
    try {
      const tried = sized(setup, { short: 400, usual: 1_500, full: 4_000 });
      const caps: CapResult[] = [];
      for (const cap of ['hour', 'day'] as const) {
        caps.push(await floodCap(rig, cap, { allowed: capMessages, tried }));
      }
      for (const cap of caps) judgeCap(cap, rig.servers.length, findings);
      const simulation = await simulate(rig, {
        attempts: sized(setup, { short: 2_500, usual: 20_000, full: 20_000 }),
        people: sized(setup, { short: 150, usual: 1_000, full: 1_000 }),
        seed: setup.seed,
      });
      judge(simulation, rig.servers.length, findings);
      for (const line of table(simulation, caps)) setup.log(line);
      tell(simulation, caps, findings);
      findings.expect(rig.isAlive(), 'a server has died');
    } finally {
      await rig.stop();
    }
  },
};

function judge(simulation: Simulation, servers: number, findings: Findings): void {
  const { traffic, prefixes, peopleThrough, paid, messagesAllowed } = simulation;
  const odd = traffic.attempts.filter(({ status }) => status.startsWith('HTTP'));
  if (odd.length > traffic.attempts.length / 100) {
    throw new InvalidRun(`${odd.length} attempts got no answer of the wire.`);
  }
  findings.expect(
    paid <= messagesAllowed + servers,
    `${paid} messages were paid, the cap allows ${messagesAllowed}`,
  );
  const share = peopleThrough / traffic.people.length;
  findings.expect(share >= throughMin, `only ${percent(share)} of the people got through`);
  for (const row of prefixes) {
    findings.expect(
      row.secondsUntilCut <= cutSecondsMax,
      `prefix ${row.prefix} was pumped for ${row.secondsUntilCut.toFixed(1)} s`,
    );
    findings.expect(
      row.refusedSince >= refusedSinceMin,
      `prefix ${row.prefix} was not cut: it was sent to until the end`,
    );
  }
  findings.expect(
    simulation.clients <= attackerAddresses + traffic.people.length,
    `${simulation.clients} clients were told apart: headers of strangers were believed`,
  );
  findings.equal(simulation.clientsFromHeaders, 0, 'clients taken from headers');
  findings.expect(simulation.saved > 0, 'nothing was recorded as saved');
}

function tell(simulation: Simulation, caps: readonly CapResult[], findings: Findings): void {
  const { traffic, prefixes, peopleThrough, pumped, saved } = simulation;
  const slowest = Math.max(...prefixes.map(({ secondsUntilCut }) => secondsUntilCut));
  const overshoot = caps.map(({ sent, messagesAllowed }) => sent - messagesAllowed).join(' and ');
  findings.figure(`caps overshot by ${overshoot} messages`);
  findings.figure(`${pumped} of ${traffic.attempts.length} attempts pumped a message`);
  findings.figure(`prefixes cut after ${slowest.toFixed(1)} s at the latest`);
  findings.figure(`people through ${percent(peopleThrough / traffic.people.length)}`);
  findings.figure(`saved ${saved.toFixed(2)} EUR`);
}
