import { describe, expect, test } from 'vitest';
import { type Keyword, readKeyword } from './keywords.ts';

function wordOf({ meaning, language, isForAll }: Keyword): string {
  return `${meaning} ${language}${isForAll ? ' all' : ''}`;
}

test.each([
  ['STOP', 'stop en'],
  [' stop ', 'stop en'],
  ['sToP', 'stop en'],
  ['Stop.', 'stop en'],
  ['"STOP!!"', 'stop en'],
  ['\n-- stop --\n', 'stop en'],
  ['ＳＴＯＰ', 'stop en'],
  ['\u200eSTOP\u200b', 'stop en'],
  ['𝐒𝐓𝐎𝐏', 'stop en'],
  ['StopAll', 'stop en all'],
  ['stop all', 'stop en all'],
  ['unsubscribe', 'stop en'],
  ['CANCEL', 'stop en'],
  ['end', 'stop en'],
  ['Quit!', 'stop en'],
  ['revoke', 'stop en'],
  ['Opt out', 'stop en'],
  ['OPT-OUT', 'stop en'],
  ['help?', 'help en'],
  ['Info', 'help en'],
  ['START', 'start en'],
  ['unstop', 'start en'],
  ['alto', 'stop es'],
  ['Parar', 'stop es'],
  ['CANCELAR', 'stop es'],
  ['¡BAJA!', 'stop es'],
  ['¿Ayuda?', 'help es'],
  ['iniciar', 'start es'],
  ['Comenzar', 'start es'],
  ['alta', 'start es'],
])('%j is the keyword %s', (text, expected) => {
  const keyword = readKeyword(text);
  expect(keyword && wordOf(keyword)).toBe(expected);
});

describe('is an ordinary message', () => {
  test.each([
    ['please stop'],
    ['stop it'],
    ['stop now'],
    ['STOP 🛑'],
    ['🛑STOP'],
    ['STOP\u200bALL'],
    ['st op'],
    ['s-top'],
    ['the end'],
    ['el fin'],
    ['no pares'],
    ['un alto'],
    ['START STOP'],
    ['STOP STOP'],
    ['STOP1'],
    ['don’t stop'],
    ['ЅТОР'], // Cyrillic letters that look like it
    ['constructor'],
    ['1234'],
    [''],
    ['!?'],
    [`STOP${' '.repeat(60)}`],
  ])('%j', (text) => {
    expect(readKeyword(text)).toBeUndefined();
  });
});
