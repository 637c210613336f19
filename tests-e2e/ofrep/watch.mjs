// Evaluates flags with the web provider, and again whenever it says that they changed.
// Each line of output is one look; it ends with its input.
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
import { EventSource } from "eventsource";

const [baseUrl, token, targetingKey] = process.argv.slice(2);
// The browser's own, which Node lacks.
globalThis.EventSource = EventSource;

const statuses = [];
const provider = new OFREPWebProvider({
  baseUrl,
  cacheMode: "disabled",
  headers: [["Authorization", `Bearer ${token}`]],
  fetchImplementation: async (...request) => {
    const answer = await fetch(...request);
    statuses.push(answer.status);
    return answer;
  },
});

const look = (why, flagsChanged = []) => {
  const client = OpenFeature.getClient();
  const { value, variant, reason } = client.getBooleanDetails("journey_beta", false);
  const engine = client.getObjectValue("journey_engine", {});
  const missing = client.getBooleanDetails("nothing", true).errorCode;
  const told = { why, value, variant, reason, engine, missing, flagsChanged, statuses };
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (event) =>
  look("changed", event.flagsChanged),
);
await OpenFeature.setContext({ targetingKey });
await OpenFeature.setProviderAndWait(provider);
look("ready");
process.stdin.on("data", async (line) => {
  await OpenFeature.setContext({ targetingKey, country: line.toString().trim() });
  look("context");
});
process.stdin.on("end", () => OpenFeature.close().then(() => process.exit(0)));
