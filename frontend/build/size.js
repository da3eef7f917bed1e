// The weight of the young people's first load: entry, what it imports at once, and its CSS.
// Fails above the budget, because many phones out there are old and many lines slow.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 120;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));

const files = new Set();
const add = (key) => {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) add(next);
};
add('src/entries/young.ts');
// One language's words are fetched at once too; the largest stands for all.
const words = Object.entries(manifest).filter(([key]) => /words\/\w+\/(app|errors)\.json$/.test(key));
const weigh = async (file) => gzipSync(await readFile(new URL(file, dist))).length;

let total = 0;
for (const file of files) {
  const bytes = await weigh(file);
  total += bytes;
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} kB  ${file}`);
}
const byLanguage = {};
for (const [key, chunk] of words) {
  const language = key.split('/').at(-2);
  byLanguage[language] = (byLanguage[language] ?? 0) + (await weigh(chunk.file));
}
const heaviest = Math.max(0, ...Object.values(byLanguage));
total += heaviest;
console.log(`${(heaviest / 1024).toFixed(1).padStart(7)} kB  words of one language`);
console.log(`${(total / 1024).toFixed(1).padStart(7)} kB  gzip in all, of ${BUDGET_KB}`);
if (files.size === 0 || total > BUDGET_KB * 1024) {
  console.error('Over the budget, or no entry found.');
  process.exit(1);
}
