// SPDX-License-Identifier: Apache-2.0
// Names in Cyrillic, Greek and Georgian letters as English-language news writes them. A name may have several spellings.

const russian = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n',
  о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y',
  ь: '', э: 'e', ю: 'yu', я: 'ya', і: 'i', ў: 'u', ѓ: 'gj', ѕ: 'dz', ј: 'j', љ: 'lj', њ: 'nj', ќ: 'kj', џ: 'dzh', ђ: 'dj',
  ћ: 'c', "'": '', '’': '', 'ʼ': '',
};
const ukrainian = { ...russian, г: 'h', ґ: 'g', и: 'y', є: 'ie', ї: 'i', щ: 'shch', ю: 'iu', я: 'ia', й: 'i' };
const ukrainianFirst = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' };
const macedonian = { ...russian, ж: 'z', х: 'h', ц: 'c', ч: 'ch', ш: 'sh', џ: 'dz' };
const greek = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o',
  π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
};
const georgian = {
  ა: 'a', ბ: 'b', გ: 'g', დ: 'd', ე: 'e', ვ: 'v', ზ: 'z', თ: 't', ი: 'i', კ: 'k', ლ: 'l', მ: 'm', ნ: 'n', ო: 'o', პ: 'p',
  ჟ: 'zh', რ: 'r', ს: 's', ტ: 't', უ: 'u', ფ: 'p', ქ: 'k', ღ: 'gh', ყ: 'q', შ: 'sh', ჩ: 'ch', ც: 'ts', ძ: 'dz', წ: 'ts',
  ჭ: 'ch', ხ: 'kh', ჯ: 'j', ჰ: 'h',
};

const by = (table, first = {}) => (word) =>
  [...word].map((c, i) => (i === 0 && first[c] !== undefined ? first[c] : (table[c] ?? c))).join('');
const capital = (word) => word.replace(/(^|[- ])(\p{L})/gu, (all, before, c) => before + c.toUpperCase());

const tables = {
  ru: (w) => {
    const plain = by(russian)(w.replace(/[иы]й$/, 'y').replace(/ья/g, 'ia').replace(/ье/g, 'ye'));
    return [plain, plain.replace(/yo/g, 'e'), plain.replace(/^e/, 'ye'), by(russian)(w).replace(/iy$/, 'ii'), plain.replace(/ks/g, 'x'),
            plain.replace(/([aeou])y(?=[^aeou]|$)/g, '$1i'), plain.replace(/iya$/, 'ia')];
  },
  uk: (w) => {
    const plain = by(ukrainian, ukrainianFirst)(w.replace(/[иі]й$/, 'y'));
    return [plain, plain.replace(/ia/g, 'ya').replace(/iu/g, 'yu').replace(/ie/g, 'ye')];
  },
  mk: (w) => [by(macedonian)(w)],
  el: (w) => {
    let s = w.normalize('NFD').replace(/\p{M}/gu, '').replace(/ου/g, 'ou').replace(/^μπ/, 'b').replace(/^ντ/, 'd');
    s = s.replace(/ευ/g, 'ef').replace(/αυ/g, 'av').replace(/γγ/g, 'ng').replace(/γκ/g, 'gk').replace(/ει/g, 'ei');
    const plain = by(greek)(s.replace(/ου/g, 'ou'));
    return [plain, plain.replace(/ch/g, 'h'), plain.replace(/f/g, 'ph')];
  },
  ka_GE: (w) => [by(georgian)(w)],
};

/** All spellings of a name of that locale, or the name itself where it is in Latin letters already; [] for other scripts. */
export function romanised(locale, name) {
  if (/^[\p{Script=Latin}'’ʻʼ.\- ]+$/u.test(name)) return [name];
  const table = tables[locale];
  if (!table) return [];
  const spellings = table(name.toLowerCase().normalize('NFC')).filter((s) => /^[a-z' -]+$/.test(s));
  return [...new Set(spellings)].map(capital);
}
