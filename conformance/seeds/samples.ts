/**
 * The code samples of seed 001, cut out of the seed's own text: nothing is retyped. Only what a
 * reader must fill in is replaced, and the host (with its port and protocol).
 */
import { readFileSync } from 'node:fs';
import { host, port, sandbox } from '../support/server.ts';

const SEED = new URL('./fixtures/001-two-factor-authentication-api.txt', import.meta.url);

/** The first line of each sample, in the order in which they stand in the text. */
const firstLines = {
  nodeRequest: "var https = require('https');",
  phpRequest: '<?php',
  pythonRequest: 'import urllib',
  rubyRequest: 'require "net/http"',
  nodeCheck: '// Decode the json object you retrieved when you ran the request.',
  phpCheck: '<?php',
  pythonCheck: 'import json',
  rubyCheck: "require 'json'",
  nodeReceiver: "var app = require('express')();",
  phpReceiver: '<?php',
  pythonReceiver: '#To run this code, replace the MyHandler in',
  rubyReceiver: "require 'socket'",
} as const;
export type SampleName = keyof typeof firstLines;

const samples = cut(readFileSync(SEED, 'utf8'));

export function sample(name: SampleName): string {
  return samples[name];
}

function cut(text: string): Record<SampleName, string> {
  const lines = text.split('\n');
  const names = Object.keys(firstLines) as SampleName[]; // the keys of the object above
  const starts: number[] = [];
  for (const name of names) {
    const from = (starts.at(-1) ?? -1) + 1;
    const at = lines.findIndex((line, index) => index >= from && line.trim() === firstLines[name]);
    if (at === -1) throw new Error(`seed 001 holds no sample ${name}`);
    starts.push(at);
  }
  const cutOut = names.map((name, index) => [
    name,
    block(lines, starts[index] ?? 0, starts[index + 1] ?? lines.length),
  ]);
  return Object.fromEntries(cutOut) as Record<SampleName, string>; // one entry for each name
}

/** The indented lines from `start` on, without their indentation. */
function block(lines: readonly string[], start: number, end: number): string {
  const taken: string[] = [];
  for (const line of lines.slice(start, end)) {
    if (!line.startsWith('    ') && line.trim() !== '') break;
    taken.push(line.slice(4));
  }
  return `${taken.join('\n').trimEnd()}\n`;
}

export interface Filled {
  readonly pin: string;
}

/** Fills the placeholders and moves the sample from `https://rest.nexmo.com` to the server here. */
export function filledSample(name: SampleName, { pin }: Filled): string {
  return sample(name)
    .replaceAll('API_KEY', sandbox.apiKey)
    .replaceAll('API_SECRET', sandbox.apiSecret)
    .replaceAll('A_PIN', pin)
    .replaceAll('https://rest.nexmo.com', `http://${host}:${port}`)
    .replaceAll("require('https')", "require('http')")
    .replaceAll("'rest.nexmo.com'", `'${host}'`)
    .replaceAll('port: 443', `port: ${port}`);
}

/** The recipient in every sample of the seed: a number of the British drama range. */
export const SEED_RECIPIENT = '441632960960';
