// Checks in the browser that an entry is in a log, trusting the server with nothing but the key's first sight:
// RFC 6962 §2.1.1 over SHA-256, the checkpoint signed with Ed25519 (C2SP tlog-proof, signed-note).
import { each } from "./ready.js";

const HEADER = "c2sp.org/tlog-proof@v1";
const bytes = (text) => new TextEncoder().encode(text);
const decode = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
const same = (a, b) => a.length === b.length && a.every((one, place) => one === b[place]);
const hash = async (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
};

// Folds the hashes from the leaf to the root; throws when there are too many or too few.
export async function rootOf(leaf, index, size, hashes) {
  let node = BigInt(index);
  let last = BigInt(size) - 1n;
  let root = leaf;
  for (const one of hashes) {
    if (last === 0n) throw new Error("the proof has too many hashes");
    if (node & 1n || node === last) {
      root = await hash(Uint8Array.of(1), one, root);
      while (!(node & 1n) && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      root = await hash(Uint8Array.of(1), root, one);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw new Error("the proof has too few hashes");
  return root;
}

// Returns the text of a note that this key (name+id+base64) has signed.
async function signedText(note, key) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  const cut = note.lastIndexOf("\n\n");
  if (!name || cut < 0) throw new Error("the checkpoint or its key can't be read");
  const raw = decode(encoded);
  const found = await hash(bytes(`${name}\n`), raw);
  if ([...found.slice(0, 4)].map((one) => one.toString(16).padStart(2, "0")).join("") !== id) throw new Error("the key's id is not its own");
  const line = note.slice(cut + 2).split("\n").find((one) => one.startsWith(`— ${name} `));
  if (!line) throw new Error(`the checkpoint is not signed by ${name}`);
  const signature = decode(line.split(" ")[2]);
  const text = note.slice(0, cut + 1);
  const imported = await crypto.subtle.importKey("raw", raw.slice(1), "Ed25519", false, ["verify"]);
  const isGood = same(signature.slice(0, 4), found.slice(0, 4)) && (await crypto.subtle.verify("Ed25519", imported, signature.slice(4), bytes(text)));
  if (!isGood) throw new Error("the signature does not match");
  return { name, text };
}

// Returns { origin, index, size }; throws an Error that says what is wrong.
export async function verify(entry, proof, key) {
  const cut = proof.indexOf("\n\n");
  const [header, ...lines] = proof.slice(0, cut).split("\n");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? "")?.[1];
  if (cut < 0 || header !== HEADER || index === undefined) throw new Error("the proof can't be read");
  const { name, text } = await signedText(proof.slice(cut + 2), key);
  const [origin, size, root] = text.split("\n");
  if (origin !== name) throw new Error(`the checkpoint is of ${origin}`);
  if (BigInt(index) >= BigInt(size)) throw new Error("the log is too short for this entry");
  const leaf = await hash(Uint8Array.of(0), bytes(entry));
  if (!same(await rootOf(leaf, index, size, lines.map(decode)), decode(root))) throw new Error("the entry does not lead to the log's root");
  return { origin, index: Number(index), size: Number(size) };
}

// A key that was seen once is expected from then on.
function isKnown(origin, key) {
  const name = `dezky-log-key ${origin}`;
  const known = localStorage.getItem(name);
  if (known === null) localStorage.setItem(name, key);
  return known === null || known === key;
}

each("[data-proof]", async (place) => {
  const entry = place.querySelector("[data-entry]").textContent;
  for (const one of place.querySelectorAll("[data-log]")) {
    const told = one.querySelector("[data-told]");
    try {
      const seen = await verify(entry, one.querySelector("[data-text]").textContent, one.dataset.key);
      if (!isKnown(seen.origin, one.dataset.key)) throw new Error("the log is signed with another key than before in this browser");
      told.textContent = `Verified in this browser: entry ${seen.index + 1} of ${seen.size}`;
      one.dataset.log = "verified";
    } catch (error) {
      told.textContent = `Not proven: ${error.message}`;
      one.dataset.log = "refused";
    }
  }
});
