// SPDX-License-Identifier: Apache-2.0
// Tags of the texts named on the command line by wink-nlp with its lite model; prints how many tokens and sentences.
const fs = require("fs");
const nlp = require("wink-nlp")(require("wink-eng-lite-web-model"), ["sbd", "pos"]);

let tokens = 0;
let sentences = 0;
let tagged = 0;
for (const name of process.argv.slice(2)) {
	for (const text of fs.readFileSync(name, "utf8").split("\n\n")) {
		const doc = nlp.readDoc(text);
		tokens += doc.tokens().length();
		sentences += doc.sentences().length();
		tagged += doc.tokens().out(nlp.its.pos).length;
	}
}
console.log(`${tokens} tokens, ${sentences} sentences, ${tagged} tags`);
