// Prints the report of a campaign with so many findings, each at a place of its own.
import { readFileSync } from 'node:fs';

const [, , file, many] = process.argv;
const campaign = JSON.parse(readFileSync(file, 'utf8'));
const [found] = campaign.findings;
campaign.findings = Array.from({ length: Number(many) }, (_, at) => ({
  ...found,
  signature: `RUN-01 store_user (gate.c:${at})`,
}));
process.stdout.write(JSON.stringify(campaign));
