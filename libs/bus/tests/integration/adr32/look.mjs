// Prints, as JSON, what a third party's ADR-32 client sees: node look.mjs <url> <service> <subject>
import { connect } from "@nats-io/transport-node";
import { ServiceError, Svcm } from "@nats-io/services";

const [url, service, subject] = process.argv.slice(2);
const connection = await connect({ servers: url });
const client = new Svcm(connection).client({ strategy: "stall", maxWait: 2000 });

async function all(answers) {
  const seen = [];
  for await (const answer of await answers) seen.push(answer);
  return seen;
}

const refused = await connection.request(subject, "{");
console.log(JSON.stringify({
  ping: await all(client.ping(service)),
  info: await all(client.info(service)),
  stats: await all(client.stats(service)),
  isServiceError: ServiceError.isServiceError(refused),
  error: ServiceError.toServiceError(refused),
}));
await connection.close();
