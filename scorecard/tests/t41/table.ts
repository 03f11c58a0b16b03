/** A run in words, a line each: what T41 prints and docs/fraud.md shows. */
import type { CapResult } from './caps.ts';
import type { Simulation } from './simulate.ts';

export function table(simulation: Simulation, caps: readonly CapResult[]): string[] {
  const { traffic, prefixes, peopleThrough, saved, paid, messagesAllowed } = simulation;
  return [
    ...caps.map(
      ({ cap, tried, sent, messagesAllowed: allowed }) =>
        `cap of the ${cap}: ${tried} tried, ${allowed} allowed, ${sent} sent, overshoot ${sent - allowed}`,
    ),
    ...prefixes.map(
      ({ prefix, tried, sent, secondsUntilCut }) =>
        `prefix ${prefix}: ${tried} tried, ${sent} sent, cut after ${secondsUntilCut.toFixed(1)} s`,
    ),
    `people: ${traffic.people.length}, through ${peopleThrough} (${percent(peopleThrough / traffic.people.length)})`,
    `paid ${paid} of ${messagesAllowed} messages the cap allows; saved ${saved.toFixed(2)} EUR; ${traffic.seconds.toFixed(0)} s`,
  ];
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
